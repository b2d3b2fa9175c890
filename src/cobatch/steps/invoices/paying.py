"""Why a payment or its credit is refused."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cobatch.kernel.money import Money
from cobatch.kernel.refusals import Refusal
from cobatch.steps.invoices.models import Invoice
from cobatch.steps.invoices.payloads import Credit, Remittance
from cobatch.steps.invoices.queries import payment_of
from cobatch.touchpoints.context import Context


def payment_is_what_was_approved(act: Context[Invoice, Remittance]) -> Iterator[Refusal]:
    """Paid, deducted and withheld come to the approved amount: no more, and no less without a reason."""
    approved, said = act.on.approved, act.payload
    if approved is None:
        raise LookupError("an approved invoice has an approved amount")
    if said.paid.currency != approved.currency:
        words = {"currency": approved.currency}
        yield Refusal("wrong_currency", _("This invoice is in %(currency)s.") % words, "/paid/currency")
        return
    gross = said.paid.amount + said.deduction + said.tax
    words = {"approved": _shown(approved), "gross": _shown(Money(gross, approved.currency))}
    if gross > approved.amount:
        text = _("%(approved)s is approved; this comes to %(gross)s.") % words
        yield Refusal("more_than_approved", text, "/paid/amount")
    elif gross < approved.amount:
        text = _("%(approved)s is approved; this explains %(gross)s. Say what you deduct and why.") % words
        yield Refusal("payment_unexplained", text, "/paid/amount")


def credit_is_what_was_paid(act: Context[Invoice, Credit]) -> Iterator[Refusal]:
    """Another amount than was remitted needs its reason."""
    payment, said = payment_of(act.on), act.payload
    if said.credited.currency != payment.currency:
        words = {"currency": payment.currency}
        yield Refusal("wrong_currency", _("It was remitted in %(currency)s.") % words, "/credited/currency")
    elif said.credited.amount < 0:
        yield Refusal("amount_negative", _("A credit is not less than nothing."), "/credited/amount")
    elif said.credited.amount != payment.net_amount and said.difference is None:
        words = {"net": _shown(Money(payment.net_amount, payment.currency))}
        text = _("%(net)s was remitted: say why another amount arrived.") % words
        yield Refusal("difference_unexplained", text, "/difference")
    if said.bank_date > act.on.relationship.cmo_site.calendar.local_day(act.now):
        yield Refusal("date_to_come", _("The credit lies in the future."), "/bank_date")


def _shown(amount: Any) -> str:
    return f"{amount.rounded().amount:,} {amount.currency}"
