"""Confirming a file: one act for each number, through the engine, all of them or none by what was checked before."""

from dataclasses import dataclass, replace
from typing import Any

from cobatch.exchange.preview import Planned, Preview
from cobatch.kernel.refusals import ActError
from cobatch.network.actors import Actor
from cobatch.touchpoints.engine import Request, perform

SOURCE = "excel"


@dataclass(frozen=True)
class Result:
    """What became of one number: its record, and whether it was there before; or why it was refused after all."""

    number: str
    record_id: str = ""
    again: bool = False
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is shown on the next page."""
        return {
            "number": self.number,
            "id": self.record_id,
            "again": self.again,
            "reasons": list(self.reasons),
        }


def confirm(preview: Preview, actor: Actor) -> list[Result]:
    """Perform what a preview without problems asks for. Must run outside of a transaction: each act is its own.

    An act that meanwhile became impossible is reported and leaves the others alone; the same file again then
    performs only what is missing.
    """
    if preview.refused:
        raise LookupError("a preview with problems was confirmed")
    return [_perform(preview, plan, replace(actor, source=SOURCE)) for plan in preview.plans]


def _perform(preview: Preview, plan: Planned, actor: Actor) -> Result:
    number, relationship = plan.group.number, preview.builder.relationship
    if plan.known:
        return Result(number, plan.record_id, again=True)
    try:
        outcome = perform(
            Request(
                preview.sheet.code, relationship.pk, actor, plan.key, plan.payload or {}, relationship.version
            )
        )
    except ActError as refused:
        return Result(number, reasons=tuple(str(reason.text) for reason in refused.reasons))
    return Result(number, str(outcome.record_id), again=outcome.again)
