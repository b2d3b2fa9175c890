"""Automatic acts that a new version of the schedule brings about."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.orders.models import PurchaseOrder
from cobatch.steps.schedules.models import Schedule, ScheduleState
from cobatch.steps.schedules.payloads import StartsPlanned
from cobatch.steps.schedules.touchpoints.answer import SILENCE
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload


@touchpoint(
    "schedules.supersede",
    title=_("Supersede schedule"),
    said=_("was replaced by a newer schedule"),
    on=Schedule,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.CMO,
    moves=moves(
        ScheduleState.PUBLISHED, ScheduleState.ACCEPTED, ScheduleState.OBJECTED, to=ScheduleState.SUPERSEDED
    ),
)
def supersede(act: Context[Schedule, NoPayload]) -> Iterator[Fact]:
    """A newer version counts; this one stays readable."""
    act.move(act.on, ScheduleState.SUPERSEDED)
    act.stop_clock(SILENCE)
    yield from ()


@touchpoint(
    "schedules.plan_lines",
    title=_("Plan lines"),
    said=_("the schedule moved the planned start"),
    on=PurchaseOrder,
    takes=StartsPlanned,
    by=Side.AUTO,
    side=Side.CMO,
)
def plan_lines(act: Context[PurchaseOrder, StartsPlanned]) -> Iterator[Fact]:
    """Lines of the order take over the start that the newest schedule plans for their first batch."""
    for line in act.on.lines.filter(pk__in=list(act.payload.starts)):
        act.change(line, planned_start=act.payload.starts[str(line.pk)])
    yield from ()
