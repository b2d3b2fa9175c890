"""TP-18: the sponsor accepts the schedule or objects to it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.schedules.facts import ScheduleAccepted
from cobatch.steps.schedules.guards import rows_are_of_this_schedule
from cobatch.steps.schedules.models import Schedule, ScheduleState
from cobatch.steps.schedules.payloads import Objections
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import Remark

SILENCE = "schedules.accept_by_silence"


@touchpoint(
    "schedules.accept",
    title=_("Accept schedule"),
    said=_("accepted the schedule"),
    on=Schedule,
    takes=Remark,
    by=Side.SPONSOR,
    roles=(Role.SUPPLY_PLANNER,),
    moves=moves(ScheduleState.PUBLISHED, to=ScheduleState.ACCEPTED),
    catalogue="TP-18",
)
def accept(act: Context[Schedule, Remark]) -> Iterator[Fact]:
    """The sponsor can live with the dates of this version."""
    act.move(act.on, ScheduleState.ACCEPTED)
    act.stop_clock(SILENCE)
    yield ScheduleAccepted(act.on.id)


@touchpoint(
    "schedules.object",
    title=_("Object to schedule"),
    said=_("objected to the schedule"),
    on=Schedule,
    takes=Objections,
    by=Side.SPONSOR,
    roles=(Role.SUPPLY_PLANNER,),
    moves=moves(ScheduleState.PUBLISHED, to=ScheduleState.OBJECTED),
    guards=(rows_are_of_this_schedule,),
    catalogue="TP-18",
)
def object_to(act: Context[Schedule, Objections]) -> Iterator[Fact]:
    """The sponsor says what planned batches would do to it; the manufacturer then publishes again."""
    rows = {row.pk: row for row in act.on.rows.all()}
    for objection in act.payload.objections:
        act.change(
            rows[objection.row],
            impact=objection.impact,
            stock_out_on=objection.stock_out_on,
            stock_out_market=objection.stock_out_market,
        )
    act.move(act.on, ScheduleState.OBJECTED)
    act.stop_clock(SILENCE)
    yield from ()


@touchpoint(
    SILENCE,
    title=_("Accept schedule by silence"),
    said=_("accepted the schedule by saying nothing"),
    on=Schedule,
    takes=Remark,
    by=Side.AUTO,
    side=Side.SPONSOR,
    moves=moves(ScheduleState.PUBLISHED, to=ScheduleState.ACCEPTED),
)
def accept_by_silence(act: Context[Schedule, Any]) -> Iterator[Fact]:
    """The time to answer has passed, and the two companies agreed that silence then accepts."""
    act.move(act.on, ScheduleState.ACCEPTED)
    yield ScheduleAccepted(act.on.id)
