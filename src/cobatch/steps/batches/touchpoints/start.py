"""TP-21: the first step of a batch is done."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.batches.facts import BatchStarted
from cobatch.steps.batches.guards import quality_agreement_stands, start_lies_behind
from cobatch.steps.batches.models import Batch, BatchState
from cobatch.steps.batches.payloads import Start
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact


def just_now(batch: Batch, actor: Any) -> dict[str, Any]:
    """The form begins with now: on the shop floor it is one tap."""
    return {"started_at": clock.instant_text(clock.now()), "first_mixing": True}


@touchpoint(
    "batches.start",
    title=_("Start batch"),
    said=_("started the batch"),
    on=Batch,
    takes=Start,
    by=Side.CMO,
    roles=(Role.SUPERVISOR, Role.PRODUCTION),
    moves=moves(BatchState.CREATED, to=BatchState.IN_PROCESS),
    needs=(quality_agreement_stands,),
    guards=(start_lies_behind,),
    initial=just_now,
    catalogue="TP-21",
)
def start(act: Context[Batch, Start]) -> Iterator[Fact]:
    """The supervisor reports the first dispensing or mixing: when, where and on which equipment.

    With the first mixing of the active, shelf life begins for products whose expiry counts from it.
    """
    act.change(
        act.on,
        started_at=act.payload.started_at,
        room=act.payload.room,
        equipment=list(act.payload.equipment),
        first_mixing_on=_first_mixing(act),
    )
    act.move(act.on, BatchState.IN_PROCESS)
    yield BatchStarted(act.on.id, act.on.order_id, act.on.order_line_id)


def _first_mixing(act: Context[Batch, Start]) -> date | None:
    if not act.payload.first_mixing:
        return None
    return act.payload.first_mixing_on or act.on.relationship.cmo_site.calendar.local_day(
        act.payload.started_at
    )
