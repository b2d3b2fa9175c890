"""Set-up acts of schedules: a confirmed order, and the schedule that plans it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.schedules.queries import plannable_lines
from tests.world import World


def order_confirmed(
    world: World, number: str = "4500000001", quantities: tuple[str, ...] = ("22000",)
) -> UUID:
    """An order on whose lines both companies agree as they were asked for."""
    order = world.issue_order(number, quantities)
    answers = [{"line": str(line.pk), "answer": "accept"} for line in world.rows(OrderLine, order_id=order)]
    by = world.cmo.actor(Role.CUSTOMER_SERVICE)
    world.act("orders.confirm", order, {"answers": answers}, by, version=1)
    return order


def planned(line: OrderLine, number: str, start: date, **values: Any) -> dict[str, Any]:
    """One row of a schedule: packed after ten days, ready to ship after thirty."""
    days = {"start": 0, "pack_end": 10, "qc_ready": 20, "cmo_release": 25, "ready_to_ship": 30}
    dates = {name: (start + timedelta(days=after)).isoformat() for name, after in days.items()}
    return {"order_line": str(line.pk), "number": number, "line": "Line 2", **dates} | values


def today(world: World) -> date:
    """The manufacturer's day."""
    return clock.today(world.cmo.site.zone)


def lines_to_plan(world: World) -> list[OrderLine]:
    """Lines that a schedule may plan."""
    with as_organisation(world.cmo.organisation.id):
        return plannable_lines(world.relationship)


def schedule_published(world: World, rows: list[dict[str, Any]] | None = None) -> UUID:
    """A new version of the schedule; without rows it plans a batch a line, far enough ahead not to be frozen."""
    start = today(world) + timedelta(days=30)
    given = rows or [
        planned(line, f"P-{n:03d}", start) for n, line in enumerate(lines_to_plan(world), start=1)
    ]
    by = world.cmo.actor(Role.PLANNER)
    return world.act("schedules.publish", world.relationship, {"rows": given}, by).record_id


def schedule_accepted(world: World, order: UUID) -> UUID:
    """A schedule that plans the lines of an order and that the sponsor has accepted."""
    start = today(world) + timedelta(days=30)
    lines = [line for line in lines_to_plan(world) if line.order_id == order]
    schedule = schedule_published(world, [planned(line, f"P-{line.label}", start) for line in lines])
    world.act("schedules.accept", schedule, {}, world.sponsor.actor(Role.SUPPLY_PLANNER), version=1)
    return schedule
