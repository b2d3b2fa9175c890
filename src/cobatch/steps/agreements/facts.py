"""What later steps may hear of agreements."""

from dataclasses import dataclass
from uuid import UUID

from cobatch.touchpoints.facts import Fact


@dataclass(frozen=True)
class QualityAgreementDue(Fact):
    """Both sides have signed and the day has come; the one in force so far gives way."""

    relationship_id: UUID
    agreement_id: UUID


@dataclass(frozen=True)
class QualityAgreementEffective(Fact):
    """From now on this quality agreement is the one in force."""

    relationship_id: UUID
    agreement_id: UUID


@dataclass(frozen=True)
class DocumentDue(Fact):
    """A document is approved and its day has come; the revision effective so far gives way."""

    document_id: UUID
    item_id: UUID
    kind: str


@dataclass(frozen=True)
class DocumentEffective(Fact):
    """From now on batches of the item follow this document."""

    relationship_id: UUID
    document_id: UUID
    item_id: UUID
    kind: str
