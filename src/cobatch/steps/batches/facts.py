"""What later steps may hear of batches."""

from dataclasses import dataclass
from uuid import UUID

from cobatch.touchpoints.facts import Fact


@dataclass(frozen=True)
class BatchStarted(Fact):
    """The first substance was dispensed."""

    batch_id: UUID
    order_id: UUID
    line_id: UUID


@dataclass(frozen=True)
class BatchProduced(Fact):
    """The batch is packed, counted and lies in quarantine at the manufacturer."""

    batch_id: UUID
    order_id: UUID
    line_id: UUID
    markets: tuple[str, ...]
