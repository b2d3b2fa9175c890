"""States of an invoice, and whose turn it is in each."""

from cobatch.kernel.sides import Side
from cobatch.steps.invoices.models import Invoice, InvoiceState
from cobatch.touchpoints.flow import Flow, Wait, declare, until, within

INVOICE = declare(
    Flow(
        Invoice,
        InvoiceState,
        waits={
            InvoiceState.MATCHED: Wait("invoices.approve", Side.SPONSOR, within("invoice_approval")),
            InvoiceState.BLOCKED: Wait("invoices.approve_part", Side.SPONSOR, within("invoice_approval")),
            InvoiceState.APPROVED: Wait("invoices.remit", Side.SPONSOR, until("due_on")),
            InvoiceState.PAID: Wait("invoices.confirm_cash", Side.CMO, within("3 bd")),
            InvoiceState.PART_PAID: Wait("invoices.confirm_cash", Side.CMO, within("3 bd")),
        },
        # Submitted is left in the same act; while waiting, it is the shipment that waits on somebody.
        rests=frozenset({InvoiceState.SUBMITTED, InvoiceState.WAITING}),
        ends=frozenset({InvoiceState.SETTLED, InvoiceState.REJECTED}),
        tones={
            InvoiceState.SUBMITTED: "info",
            InvoiceState.WAITING: "info",
            InvoiceState.MATCHED: "good",
            InvoiceState.BLOCKED: "bad",
            InvoiceState.APPROVED: "good",
            InvoiceState.PAID: "good",
            InvoiceState.PART_PAID: "warn",
            InvoiceState.SETTLED: "good",
            InvoiceState.REJECTED: "neutral",
        },
    )
)
