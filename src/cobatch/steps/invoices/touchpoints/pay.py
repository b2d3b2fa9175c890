"""TP-41 and TP-42: the sponsor pays, the manufacturer confirms what its bank credited."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.invoices.facts import InvoicePaid, InvoiceSettled
from cobatch.steps.invoices.models import Invoice, InvoiceState, Payment
from cobatch.steps.invoices.paying import credit_is_what_was_paid, payment_is_what_was_approved
from cobatch.steps.invoices.payloads import Credit, Remittance
from cobatch.steps.invoices.queries import lines_of, payment_of
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


def in_full(invoice: Invoice, actor: Any) -> dict[str, Any]:
    """The form begins with the approved amount on its due day."""
    approved = invoice.approved
    return {"paid": approved.as_json() if approved else None, "value_date": invoice.due_on.isoformat()}


@touchpoint(
    "invoices.remit",
    title=_("Send remittance"),
    said=_("paid the invoice"),
    on=Invoice,
    takes=Remittance,
    by=Side.SPONSOR,
    roles=(Role.TREASURY,),
    moves=moves(InvoiceState.APPROVED, to=(InvoiceState.PAID, InvoiceState.PART_PAID)),
    guards=(payment_is_what_was_approved,),
    initial=in_full,
    catalogue="TP-41",
)
def remit(act: Context[Invoice, Remittance]) -> Iterator[Fact]:
    """Treasury says what was paid under which reference, withheld as tax, and kept back, and why.

    All three come to the approved amount. A deduction leaves the invoice paid in part.
    """
    said = act.payload
    act.create(
        Payment(
            **born(under=act.on),
            invoice=act.on,
            reference=said.reference,
            value_date=said.value_date,
            net=said.paid.rounded(),
            deducted_amount=said.deduction,
            deduction_reason=str(said.deduction_reason or ""),
            withheld_amount=said.tax,
            certificate=said.certificate,
        )
    )
    act.find_by("payment", said.reference)
    act.move(act.on, InvoiceState.PART_PAID if said.deduction else InvoiceState.PAID)
    yield InvoicePaid(act.on.pk)


def as_remitted(invoice: Invoice, actor: Any) -> dict[str, Any]:
    """The form begins with the amount that was remitted."""
    payment = payment_of(invoice)
    net = payment.net
    return {"credited": net.as_json() if net else None, "bank_date": payment.value_date.isoformat()}


@touchpoint(
    "invoices.confirm_cash",
    title=_("Confirm cash"),
    said=_("confirmed the credit"),
    on=Invoice,
    takes=Credit,
    by=Side.CMO,
    roles=(Role.FINANCE,),
    moves=moves(InvoiceState.PAID, InvoiceState.PART_PAID, to=InvoiceState.SETTLED),
    guards=(credit_is_what_was_paid,),
    initial=as_remitted,
    catalogue="TP-42",
)
def confirm_cash(act: Context[Invoice, Credit]) -> Iterator[Fact]:
    """The manufacturer confirms what the bank credited, and when; a deduction is accepted with it.

    When all lines of an order are delivered or cancelled and its invoices are settled, the order closes.
    """
    said = act.payload
    act.change(
        payment_of(act.on),
        bank_date=said.bank_date,
        bank_reference=said.bank_reference,
        credited_amount=said.credited.rounded().amount,
        difference_reason=str(said.difference or ""),
    )
    act.move(act.on, InvoiceState.SETTLED)
    yield InvoiceSettled(act.on.pk, tuple({line.order_line.order_id for line in lines_of(act.on)}))
