"""TP-34: the sponsor decides on the batch, market by market."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.batches.models import Batch, BatchMarket, BatchState, MarketState
from cobatch.steps.quality import signed
from cobatch.steps.quality.booking import share_out
from cobatch.steps.quality.decisions import MarketDecided, MarketDecision, QpRelease, Release
from cobatch.steps.quality.dispositions import (
    a_market_waits,
    decisions_are_on,
    manufacturer_has_signed,
    packs_are_shared_out,
    share_of,
    sponsor_checks_hold,
)
from cobatch.steps.quality.facts import BatchRejected, MarketReleased
from cobatch.steps.quality.models import Disposition, DispositionCode
from cobatch.steps.quality.queries import UNDECIDED, markets_in
from cobatch.steps.quality.touchpoints.submit import author_of
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Meaning, Moves, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born

DECIDED = (MarketState.RELEASED, MarketState.REJECTED)


def _moves(source: MarketState) -> tuple[Moves, ...]:
    return (
        moves(BatchState.CMO_RELEASED, to=(BatchState.RELEASED, BatchState.REJECTED)),
        moves(source, to=DECIDED),
    )


def _begun(state: MarketState) -> Any:
    """The form begins with every waiting market accepted."""

    def rows(batch: Batch, actor: Any) -> dict[str, Any]:
        waiting = markets_in(batch, state)
        return {
            "decisions": [
                {"market": each.market, "decision": str(MarketDecided.ACCEPTED)} for each in waiting
            ]
        }

    return rows


@touchpoint(
    "quality.release",
    title=_("Release or reject for markets"),
    said=_("decided on the batch for the sponsor"),
    on=Batch,
    takes=Release,
    by=Side.SPONSOR,
    roles=(Role.QUALITY_ASSURANCE,),
    when=(BatchState.CMO_RELEASED,),
    moves=_moves(MarketState.AWAITING_SPONSOR),
    sign=Meaning.APPROVED,
    signs=signed.release,
    needs=(a_market_waits(MarketState.AWAITING_SPONSOR), manufacturer_has_signed),
    guards=(decisions_are_on(MarketState.AWAITING_SPONSOR), sponsor_checks_hold, packs_are_shared_out),
    initial=_begun(MarketState.AWAITING_SPONSOR),
    catalogue="TP-34",
)
def release(act: Context[Batch, Release]) -> Iterator[Fact]:
    """The sponsor's quality assurance decides for markets outside the European Economic Area.

    The manufacturer has signed before, its documents are accepted, and the printed expiry is not later than
    the real release allows. Released packs may be shipped to that market.
    """
    return _decide(act, MarketState.AWAITING_SPONSOR)


@touchpoint(
    "quality.certify_release",
    title=_("Certify as Qualified Person"),
    said=_("certified the batch as Qualified Person"),
    on=Batch,
    takes=QpRelease,
    by=Side.SPONSOR,
    roles=(Role.QUALIFIED_PERSON,),
    when=(BatchState.CMO_RELEASED,),
    moves=_moves(MarketState.AWAITING_QP),
    sign=Meaning.CERTIFIED,
    signs=signed.qp_release,
    needs=(a_market_waits(MarketState.AWAITING_QP), manufacturer_has_signed),
    guards=(decisions_are_on(MarketState.AWAITING_QP), sponsor_checks_hold, packs_are_shared_out),
    initial=_begun(MarketState.AWAITING_QP),
    catalogue="TP-34",
)
def certify_release(act: Context[Batch, QpRelease]) -> Iterator[Fact]:
    """The Qualified Person certifies the batch for markets of the European Economic Area.

    Only a Qualified Person can, and the entry in the register of certified batches is kept with the decision.
    """
    return _decide(act, MarketState.AWAITING_QP, act.payload.register_entry)


def _decide(act: Context[Batch, Any], waiting: MarketState, register_entry: str = "") -> Iterator[Fact]:
    markets = {market.market: market for market in markets_in(act.on, waiting)}
    open_before = len(markets_in(act.on, *UNDECIDED))
    share_out(act.on, act.payload.decisions, act.now)
    act.create_all(_disposition(act, each, register_entry) for each in act.payload.decisions)
    for decision in act.payload.decisions:
        yield from _move(act, markets[decision.market], decision)
    if open_before == len(act.payload.decisions):
        yield from _end(act)


def _move(act: Context[Batch, Any], market: BatchMarket, decision: MarketDecision) -> Iterator[Fact]:
    if decision.decision is MarketDecided.REJECTED:
        act.move(market, MarketState.REJECTED)
        return
    act.move(market, MarketState.RELEASED)
    batch = act.on
    yield MarketReleased(
        batch.id, batch.order_id, batch.order_line_id, market.market, share_of(batch, decision)
    )


def _end(act: Context[Batch, Any]) -> Iterator[Fact]:
    """All markets are decided: the batch is released if one of them is."""
    if markets_in(act.on, MarketState.RELEASED):
        act.move(act.on, BatchState.RELEASED)
        return
    act.move(act.on, BatchState.REJECTED)
    yield BatchRejected(act.on.id, act.on.order_id, act.on.order_line_id)


def _disposition(act: Context[Batch, Any], decision: MarketDecision, register_entry: str) -> Disposition:
    accepted = decision.decision is MarketDecided.ACCEPTED
    return Disposition(
        **born(under=act.on),
        batch=act.on,
        side=Side.SPONSOR,
        market=decision.market,
        code=DispositionCode.RELEASED if accepted else DispositionCode.REJECTED,
        reason=decision.reason,
        disposal=decision.disposal,
        register_entry=register_entry,
        person=author_of(act),
        decided_at=act.now,
    )
