"""What later steps may hear of quality."""

from dataclasses import dataclass
from uuid import UUID

from cobatch.kernel.quantity import Quantity
from cobatch.touchpoints.facts import Fact


@dataclass(frozen=True)
class ArtifactSubmitted(Fact):
    """A document of a batch has been handed to the sponsor."""

    batch_id: UUID
    request_id: UUID


@dataclass(frozen=True)
class BatchCertified(Fact):
    """The manufacturer's quality assurance has released the batch to the sponsor."""

    batch_id: UUID


@dataclass(frozen=True)
class MarketReleased(Fact):
    """Both companies have released the batch for one market: it may be shipped there."""

    batch_id: UUID
    order_id: UUID
    line_id: UUID
    market: str
    quantity: Quantity


@dataclass(frozen=True)
class BatchRejected(Fact):
    """No part of the batch will be sold; nothing of it may be billed."""

    batch_id: UUID
    order_id: UUID
    line_id: UUID
