"""TP-40, the system's part: the three-way match."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.money import Money
from cobatch.kernel.sides import Side
from cobatch.steps.invoices.facts import InvoiceMatched
from cobatch.steps.invoices.matching import Code, Tolerances, Verdict, match
from cobatch.steps.invoices.models import Invoice, InvoiceLine, InvoiceState
from cobatch.steps.invoices.queries import hold_receipts
from cobatch.steps.invoices.reading import Compared, compared
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload

HIGHEST = 10**9


@touchpoint(
    "invoices.match",
    title=_("Match the invoice"),
    said=_("the invoice was compared with order and receipt"),
    on=Invoice,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.SPONSOR,
    moves=moves(
        InvoiceState.SUBMITTED,
        InvoiceState.WAITING,
        InvoiceState.BLOCKED,
        to=(InvoiceState.WAITING, InvoiceState.MATCHED, InvoiceState.BLOCKED),
    ),
    catalogue="TP-40",
)
def match_invoice(act: Context[Invoice, NoPayload]) -> Iterator[Fact]:
    """Every line is compared with what was ordered and what was received.

    A line that is too dear, too much, too early, double or of a batch that is not released blocks the
    invoice; one whose goods are still on their way lets it wait. A receipt makes the match again.
    """
    hold_receipts(act.on)
    terms = act.on.relationship.terms
    tolerances = Tolerances(terms.price_tolerance_percent, terms.price_tolerance_amount)
    verdicts = []
    for each in compared(act.on, act.now):
        verdict = match(each.facts, tolerances)
        act.change(each.row, **_found(each, verdict))
        verdicts.append(verdict)
    codes = [code for code in Code if any(code in verdict.codes for verdict in verdicts)]
    act.change(act.on, codes=[str(code) for code in codes])
    target = _state(verdicts)
    if act.on.state != target:
        act.move(act.on, target)
    yield InvoiceMatched(act.on.pk, tuple(map(str, codes)))


def _state(verdicts: list[Verdict]) -> InvoiceState:
    if any(verdict.codes for verdict in verdicts):
        return InvoiceState.BLOCKED
    return InvoiceState.WAITING if any(verdict.waiting for verdict in verdicts) else InvoiceState.MATCHED


def _found(each: Compared, verdict: Verdict) -> dict[str, Any]:
    """The columns of a line; figures are rounded here, where they are kept to be shown."""
    row: InvoiceLine = each.row
    percent = verdict.percent
    return {
        "expected_amount": Money(each.facts.expected, row.currency).rounded().amount,
        "received_value": max(each.facts.received, each.facts.received * 0),
        "variance_amount": Money(verdict.variance, row.currency).rounded().amount,
        "variance_percent": None if percent is None or abs(percent) >= HIGHEST else round(percent, 2),
        "undisputed_amount": Money(verdict.undisputed, row.currency).rounded().amount,
        "codes": [str(code) for code in verdict.codes],
        "waiting": verdict.waiting,
        "tier_reached_on": each.expected.tier_reached_on,
        "tier_reached_by": each.expected.tier_reached_by,
    }
