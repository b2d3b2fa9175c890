"""TP-02: the manufacturer says what it commits to."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.plans.cells import bucket_json, matched
from cobatch.steps.plans.guards import near_months_are_answered
from cobatch.steps.plans.models import CycleState, ForecastCycle
from cobatch.steps.plans.payloads import Answer
from cobatch.steps.plans.queries import cells_of
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact


def everything_wanted(cycle: ForecastCycle, actor: Any) -> dict[str, Any]:
    """The form begins with a commitment to all that is wanted."""
    return {"rows": [bucket_json(cell, cell.demand) for cell in cells_of(cycle)]}


@touchpoint(
    "plans.commit",
    title=_("Commit to forecast"),
    said=_("answered the forecast"),
    on=ForecastCycle,
    takes=Answer,
    by=Side.CMO,
    roles=(Role.PLANNER,),
    moves=moves(CycleState.PUBLISHED, to=(CycleState.RESPONDED, CycleState.RESPONDED_SHORT)),
    guards=(near_months_are_answered,),
    initial=everything_wanted,
    catalogue="TP-02",
)
def commit(act: Context[ForecastCycle, Answer]) -> Iterator[Fact]:
    """The manufacturer commits to quantities month by month, and says what stands in the way of more.

    Less than was wanted in any month is a short answer, which the sponsor accepts or plans around.
    """
    cells = cells_of(act.on)
    for row, cell in matched(act.payload.rows, cells):
        act.change(
            cell,
            commitment_value=row.quantity.value,
            upside_value=row.upside.value if row.upside else None,
            constraint=str(row.constraint or ""),
            recovery=row.recovery,
        )
    act.change(act.on, answer=act.payload.comment)
    short = any(cell.short for cell in cells)
    act.move(act.on, CycleState.RESPONDED_SHORT if short else CycleState.RESPONDED)
    yield from ()
