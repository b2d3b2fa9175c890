"""TP-03: both companies sign what they agree to, and the binding quantities are written."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.plans.binding import binding_quantity
from cobatch.steps.plans.cells import bucket_json, matched, signed_text
from cobatch.steps.plans.facts import ForecastAgreed
from cobatch.steps.plans.guards import consensus_is_complete
from cobatch.steps.plans.models import CycleState, ForecastCycle
from cobatch.steps.plans.payloads import Consensus
from cobatch.steps.plans.queries import cells_of
from cobatch.steps.plans.zones import Zone
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Meaning, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload


def what_is_committed(cycle: ForecastCycle, actor: Any) -> dict[str, Any]:
    """The form begins with what is committed, where nothing is, with what was wanted."""
    return {"rows": [bucket_json(cell, cell.commitment or cell.demand) for cell in cells_of(cycle)]}


@touchpoint(
    "plans.agree",
    title=_("Agree forecast"),
    said=_("agreed to the forecast"),
    on=ForecastCycle,
    takes=Consensus,
    by=Side.SPONSOR,
    roles=(Role.SUPPLY_PLANNER,),
    moves=moves(CycleState.RESPONDED, CycleState.RESPONDED_SHORT, to=CycleState.HALF_AGREED),
    guards=(consensus_is_complete,),
    initial=what_is_committed,
    sign=Meaning.AGREED,
    signs=signed_text,
    catalogue="TP-03",
)
def agree(act: Context[ForecastCycle, Consensus]) -> Iterator[Fact]:
    """The sponsor signs the quantity of every month; the manufacturer countersigns the same words.

    Nothing binds before both have signed.
    """
    for row, cell in matched(act.payload.rows, cells_of(act.on)):
        act.change(cell, consensus_value=row.quantity.value)
    act.change(act.on, mitigation=act.payload.mitigation)
    act.move(act.on, CycleState.HALF_AGREED)
    yield from ()


@touchpoint(
    "plans.countersign",
    title=_("Countersign forecast"),
    said=_("countersigned the forecast"),
    on=ForecastCycle,
    takes=NoPayload,
    by=Side.CMO,
    roles=(Role.PLANNER,),
    moves=moves(CycleState.HALF_AGREED, to=CycleState.AGREED),
    sign=Meaning.AGREED,
    signs=signed_text,
    catalogue="TP-03",
)
def countersign(act: Context[ForecastCycle, NoPayload]) -> Iterator[Fact]:
    """The manufacturer signs the same quantities; the share of each zone now binds the sponsor."""
    terms = act.on.relationship.terms
    for cell in cells_of(act.on):
        if cell.consensus_value is not None:
            act.change(cell, binding_value=binding_quantity(cell.consensus_value, Zone(cell.zone), terms))
    act.change(act.on, agreed_at=act.now)
    act.move(act.on, CycleState.AGREED)
    yield ForecastAgreed(act.on.pk, act.on.relationship_id, act.on.month)
