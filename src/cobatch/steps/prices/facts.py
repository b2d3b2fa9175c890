"""What later steps may hear of prices."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cobatch.touchpoints.facts import Fact


@dataclass(frozen=True)
class QuotationAccepted(Fact):
    """Both companies have signed the newest round of a quotation."""

    quotation_id: UUID


@dataclass(frozen=True)
class PricesAgreed(Fact):
    """A price agreement has begun to bind both companies."""

    agreement_id: UUID
    item_ids: tuple[UUID, ...]
    valid_from: date
    valid_to: date
