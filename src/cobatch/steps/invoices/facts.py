"""What later steps may hear of invoices."""

from dataclasses import dataclass
from uuid import UUID

from cobatch.touchpoints.facts import Fact


@dataclass(frozen=True)
class InvoiceSubmitted(Fact):
    """The manufacturer wants to be paid."""

    invoice_id: UUID


@dataclass(frozen=True)
class InvoiceMatched(Fact):
    """The three-way match has been made; the codes say what blocks it, none when nothing does."""

    invoice_id: UUID
    codes: tuple[str, ...]


@dataclass(frozen=True)
class InvoiceApproved(Fact):
    """The sponsor will pay the approved amount on its due day."""

    invoice_id: UUID


@dataclass(frozen=True)
class InvoiceRejected(Fact):
    """The invoice counts for nothing; its packs may be invoiced again under another number."""

    invoice_id: UUID


@dataclass(frozen=True)
class InvoicePaid(Fact):
    """The sponsor has paid."""

    invoice_id: UUID


@dataclass(frozen=True)
class InvoiceSettled(Fact):
    """The manufacturer has its money."""

    invoice_id: UUID
    order_ids: tuple[UUID, ...]
