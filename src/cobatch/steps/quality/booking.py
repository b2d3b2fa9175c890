"""What a decision does to the packs of a batch."""

from datetime import datetime

from cobatch.steps.batches.models import Batch
from cobatch.steps.quality.decisions import MarketDecided, MarketDecision
from cobatch.steps.quality.dispositions import share_of
from cobatch.steps.quality.queries import lot_made_of
from cobatch.stock.models import Kind, Place, Status
from cobatch.stock.moving import Spot, book, movement
from cobatch.stock.queries import balance

QUARANTINE = Spot(Place.CMO, Status.QUARANTINE)
RELEASED = Spot(Place.CMO, Status.RELEASED)
BLOCKED = Spot(Place.CMO, Status.BLOCKED)
REJECTED = Spot(Place.CMO, Status.REJECTED)


def share_out(batch: Batch, decisions: list[MarketDecision], at: datetime) -> None:
    """Packs leave quarantine, market by market: released for it, or rejected."""
    lot = lot_made_of(batch)
    movements = []
    for decision in decisions:
        accepted = decision.decision is MarketDecided.ACCEPTED
        kind, target = (Kind.RELEASED, RELEASED) if accepted else (Kind.REJECTED, REJECTED)
        movements.append(
            movement(
                lot,
                kind,
                share_of(batch, decision),
                at,
                source=QUARANTINE,
                target=target,
                market=decision.market,
            )
        )
    book(*movements)


def block(batch: Batch, at: datetime) -> None:
    """Nothing of the batch may be moved any more."""
    _all(batch, Kind.BLOCKED, QUARANTINE, BLOCKED, at)


def reject_blocked(batch: Batch, at: datetime) -> None:
    """The blocked packs are rejected for good."""
    _all(batch, Kind.REJECTED, BLOCKED, REJECTED, at)


def _all(batch: Batch, kind: Kind, source: Spot, target: Spot, at: datetime) -> None:
    lot = lot_made_of(batch)
    there = balance(lot, source.place, source.status)
    if not there.is_zero:
        book(movement(lot, kind, there, at, source=source, target=target))
