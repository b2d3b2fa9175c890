"""TP-01: the sponsor publishes its rolling forecast, again if it must; the forecast before is superseded."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel import clock
from cobatch.kernel.quantity import Quantity
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Relationship
from cobatch.network.models.relationships import RelationshipState
from cobatch.steps.parties.queries import items_by_number
from cobatch.steps.plans.cells import bucket_json, cells_for
from cobatch.steps.plans.facts import ForecastPublished
from cobatch.steps.plans.guards import forecast_is_complete, month_is_open, new_version_is_complete
from cobatch.steps.plans.models import CycleState, ForecastCycle, ForecastVersion
from cobatch.steps.plans.payloads import Demand, Publication, Republication
from cobatch.steps.plans.queries import LIVE, active_items, cells_of, last_agreed, newest_cycle
from cobatch.steps.plans.zones import month_after
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload
from cobatch.touchpoints.records import born

AGAIN = (CycleState.PUBLISHED, CycleState.RESPONDED_SHORT, CycleState.HALF_AGREED)
AHEAD = 12


def twelve_months(relationship: Relationship, actor: Any) -> dict[str, Any]:
    """The form begins with the next twelve months, as the last forecast had them."""
    month = relationship.sponsor_site.calendar.local_day(clock.now()).replace(day=1)
    last = newest_cycle(relationship.pk)
    known = {(cell.item_id, cell.month): cell.demand for cell in cells_of(last)} if last else {}
    rows = [
        {
            "item": item.sponsor_number,
            "month": f"{bucket:%Y-%m}",
            "quantity": (known.get((item.pk, bucket)) or Quantity.zero(item.unit)).as_json(),
        }
        for item in active_items(relationship)
        for bucket in (month_after(month, n) for n in range(1, AHEAD + 1))
    ]
    return {"month": f"{month:%Y-%m}", "rows": rows}


@touchpoint(
    "plans.publish",
    title=_("Publish forecast"),
    said=_("published the forecast"),
    on=Relationship,
    creates=ForecastCycle,
    takes=Publication,
    by=Side.SPONSOR,
    roles=(Role.SUPPLY_PLANNER,),
    when=(RelationshipState.ACTIVE,),
    moves=makes(CycleState.PUBLISHED),
    guards=(month_is_open, forecast_is_complete),
    initial=twelve_months,
    catalogue="TP-01",
)
def publish(act: Context[Relationship, Publication]) -> Iterator[Fact]:
    """The sponsor says what it expects to order in the months ahead.

    A month that changes by more than its zone allows is flagged; the manufacturer answers what it commits to.
    """
    cycle = ForecastCycle(
        **born(under=act.on, at=act.now), month=act.payload.first_day, state=CycleState.PUBLISHED
    )
    act.create(cycle)
    _write(act, cycle, act.payload.rows, act.payload.notes)
    yield ForecastPublished(cycle.pk, act.on.pk, cycle.month)


def newest_rows(cycle: ForecastCycle, actor: Any) -> dict[str, Any]:
    """The form begins with the newest version."""
    return {"rows": [bucket_json(cell, cell.demand) | {"reason": cell.reason} for cell in cells_of(cycle)]}


@touchpoint(
    "plans.republish",
    title=_("Publish changed forecast"),
    said=_("published a changed forecast"),
    on=ForecastCycle,
    takes=Republication,
    by=Side.SPONSOR,
    roles=(Role.SUPPLY_PLANNER,),
    moves=moves(*AGAIN, to=CycleState.PUBLISHED),
    guards=(new_version_is_complete,),
    initial=newest_rows,
    catalogue="TP-01",
)
def republish(act: Context[ForecastCycle, Republication]) -> Iterator[Fact]:
    """The sponsor lowers or moves its demand; the manufacturer answers the new version.

    Earlier versions stay on record.
    """
    cycle = act.on
    act.change(cycle, newest_version=cycle.newest_version + 1, answer="", mitigation="")
    act.move(cycle, CycleState.PUBLISHED)
    _write(act, cycle, act.payload.rows, act.payload.notes)
    yield from ()


def _write(act: Context[Any, Any], cycle: ForecastCycle, rows: Sequence[Demand], notes: str) -> None:
    items = items_by_number(cycle.relationship, [row.item for row in rows])
    version = ForecastVersion(
        **born(under=cycle), cycle=cycle, number=cycle.newest_version, at=act.now, notes=notes
    )
    act.create_all([version])
    act.create_all(cells_for(version, rows, items, last_agreed(cycle.relationship_id)))


@touchpoint(
    "plans.supersede",
    title=_("Supersede forecast"),
    said=_("the forecast was superseded"),
    on=ForecastCycle,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.SPONSOR,
    moves=moves(*LIVE, to=CycleState.SUPERSEDED),
)
def supersede(act: Context[ForecastCycle, NoPayload]) -> Iterator[Fact]:
    """A newer forecast takes the place of this one; what was agreed in it stays the measure of changes."""
    act.move(act.on, CycleState.SUPERSEDED)
    yield from ()
