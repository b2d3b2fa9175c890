"""Invoices as the API gives them."""

from decimal import Decimal
from typing import Any

from cobatch.kernel.clock import instant_text
from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity
from cobatch.steps.invoices.findings import sentences
from cobatch.steps.invoices.models import Invoice, InvoiceLine, Payment
from cobatch.steps.invoices.queries import lines_of


def invoice_json(invoice: Invoice) -> dict[str, Any]:
    """An invoice without its lines."""
    return {
        "id": str(invoice.pk),
        "version": invoice.version,
        "number": invoice.number,
        "state": invoice.state,
        "invoice_date": invoice.invoice_date.isoformat(),
        "due_on": invoice.due_on.isoformat(),
        "total": money(invoice.total_amount, invoice.currency),
        "approved": money(invoice.approved_amount, invoice.currency),
        "codes": invoice.codes,
        "defect": invoice.defect or None,
        "created_at": instant_text(invoice.created_at),
    }


def invoice_in_full_json(invoice: Invoice) -> dict[str, Any]:
    """The same with lines, what the match found, and payments."""
    return {
        **invoice_json(invoice),
        "lines": [line_json(line) for line in lines_of(invoice)],
        "payments": [payment_json(payment) for payment in invoice.payments.order_by("pk")],
    }


def line_json(line: InvoiceLine) -> dict[str, Any]:
    """One line with what the match found."""
    return {
        "id": str(line.pk),
        "order_line": str(line.order_line_id),
        "batch": {"id": str(line.batch_id), "number": line.batch.number} if line.batch else None,
        "quantity": Quantity(line.packs_value, line.unit).as_json(),
        "unit_price": money(line.price_amount, line.currency),
        "amount": money(line.amount_value, line.currency),
        "expected": money(line.expected_amount, line.currency),
        "received": Quantity(line.received_value, line.unit).as_json()
        if line.received_value is not None
        else None,
        "variance": money(line.variance_amount, line.currency),
        "undisputed": money(line.undisputed_amount, line.currency),
        "codes": line.codes,
        "waiting": line.waiting,
        "findings": sentences(line),
    }


def payment_json(payment: Payment) -> dict[str, Any]:
    """One payment and its credit."""
    return {
        "reference": payment.reference,
        "value_date": payment.value_date.isoformat(),
        "net": money(payment.net_amount, payment.currency),
        "deducted": money(payment.deducted_amount, payment.currency),
        "deduction_reason": payment.deduction_reason or None,
        "withheld": money(payment.withheld_amount, payment.currency),
        "certificate": payment.certificate or None,
        "bank_date": payment.bank_date.isoformat() if payment.bank_date else None,
        "bank_reference": payment.bank_reference or None,
        "credited": money(payment.credited_amount, payment.currency),
    }


def money(amount: Decimal | None, currency: str) -> dict[str, str] | None:
    """An amount of a row as JSON."""
    return None if amount is None else Money(amount, currency).as_json()
