"""TP-22: a stage of a batch is over."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.batches.guards import (
    mixing_is_known,
    quality_agreement_stands,
    stage_is_next,
    stage_lies_behind,
)
from cobatch.steps.batches.models import Batch, BatchState, StageState
from cobatch.steps.batches.payloads import StageReport
from cobatch.steps.batches.queries import stages_of
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact


def stage_now(batch: Batch, actor: Any) -> dict[str, Any]:
    """The form begins with the next stage, from the end of the one before until now."""
    began = batch.started_at
    for stage in stages_of(batch):
        if stage.state == StageState.PENDING:
            times = {"started_at": clock.instant_text(began)} if began else {}
            return {"stage": str(stage.pk), "ended_at": clock.instant_text(clock.now()), **times}
        began = stage.ended_at or began
    return {}


@touchpoint(
    "batches.report_stage",
    title=_("Report stage"),
    said=_("reported a stage"),
    on=Batch,
    takes=StageReport,
    by=Side.CMO,
    roles=(Role.SUPERVISOR, Role.PRODUCTION),
    when=(BatchState.IN_PROCESS, BatchState.PACKAGING),
    moves=(
        moves(BatchState.IN_PROCESS, to=BatchState.PACKAGING),
        moves(StageState.PENDING, to=StageState.DONE),
    ),
    needs=(quality_agreement_stands,),
    guards=(stage_is_next, stage_lies_behind, mixing_is_known),
    initial=stage_now,
    catalogue="TP-22",
)
def report_stage(act: Context[Batch, StageReport]) -> Iterator[Fact]:
    """The supervisor reports a stage that is over: when, how many came out good, how many were thrown away.

    After the last stage before packaging the batch is in packaging.
    """
    payload, stages = act.payload, stages_of(act.on)
    stage = next(each for each in stages if each.pk == payload.stage)
    act.change(
        stage,
        started_at=payload.started_at,
        ended_at=payload.ended_at,
        good=payload.good,
        scrap=payload.scrap,
        checks_passed=payload.checks_passed,
        checks_failed=payload.checks_failed,
    )
    act.move(stage, StageState.DONE)
    if payload.first_mixing_on and not act.on.first_mixing_on:
        act.change(act.on, first_mixing_on=payload.first_mixing_on)
    if act.on.state == BatchState.IN_PROCESS and not any(
        each.bulk and each.state == StageState.PENDING for each in stages
    ):
        act.move(act.on, BatchState.PACKAGING)
    yield from ()
