"""Set-up acts of plans: from the published forecast to the agreed one."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from cobatch.kernel.roles import Role
from cobatch.steps.plans.payloads import first_day
from cobatch.steps.plans.zones import month_after
from tests.world import World

MONTH = "2026-11"
DEMAND = ("44000", "66000", "44000", "44000", "44000", "66000", "44000")


def months(month: str = MONTH, count: int = len(DEMAND)) -> list[str]:
    """The months after one, as payloads write them."""
    begin: date = first_day(month)
    return [f"{month_after(begin, n):%Y-%m}" for n in range(1, count + 1)]


def bucket(world: World, month: str, quantity: str, **values: Any) -> dict[str, Any]:
    """One item in one month."""
    packs = {"value": quantity, "unit": "H87"}
    return {"item": world.item.sponsor_number, "month": month, "quantity": packs} | values


def row_each(world: World, quantities: Sequence[str] = DEMAND, month: str = MONTH) -> list[dict[str, Any]]:
    """One row for each month after `month`."""
    return [bucket(world, *pair) for pair in zip(months(month, len(quantities)), quantities, strict=True)]


def forecast_published(
    world: World, quantities: Sequence[str] = DEMAND, month: str = MONTH, **values: Any
) -> UUID:
    """A forecast that waits for the manufacturer's answer."""
    payload = {"month": month, "rows": row_each(world, quantities, month)} | values
    return world.act(
        "plans.publish", world.relationship, payload, world.sponsor.actor(Role.SUPPLY_PLANNER)
    ).record_id


def commit(
    world: World, cycle: UUID, rows: list[dict[str, Any]] | None = None, version: int = 1, **values: Any
) -> None:
    """The manufacturer answers: all that is wanted, unless rows say otherwise."""
    payload = {"rows": rows or row_each(world)} | values
    world.act("plans.commit", cycle, payload, world.cmo.actor(Role.PLANNER), version=version)


def agree(
    world: World, cycle: UUID, rows: list[dict[str, Any]] | None = None, version: int = 2, **values: Any
) -> None:
    """The sponsor signs."""
    payload = {"rows": rows or row_each(world)} | values
    world.act("plans.agree", cycle, payload, world.sponsor.actor(Role.SUPPLY_PLANNER), version=version)


def countersign(world: World, cycle: UUID, version: int = 3) -> None:
    """The manufacturer signs."""
    world.act("plans.countersign", cycle, {}, world.cmo.actor(Role.PLANNER), version=version)


def forecast_agreed(world: World, quantities: Sequence[str] = DEMAND, month: str = MONTH) -> UUID:
    """A forecast on which both have signed what was wanted."""
    rows = row_each(world, quantities, month)
    cycle = forecast_published(world, quantities, month)
    commit(world, cycle, rows)
    agree(world, cycle, rows)
    countersign(world, cycle)
    return cycle
