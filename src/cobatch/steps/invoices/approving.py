"""Why an invoice may not be approved, and how much of it may."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cobatch.kernel.money import Money
from cobatch.kernel.refusals import Refusal
from cobatch.kernel.sides import Side
from cobatch.steps.invoices.matching import Code
from cobatch.steps.invoices.models import Invoice, InvoiceLine, InvoiceState
from cobatch.steps.invoices.payloads import Approval
from cobatch.steps.invoices.queries import delivered_by_key, lines_of
from cobatch.steps.shipments.queries import Milestone, holder
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.models import Act

SHORT = frozenset({Code.QTY, Code.NO_GR})


def undisputed(invoice: Invoice, payload: Any = None) -> Money:
    """What may be paid whatever becomes of the rest."""
    total = sum((line.undisputed_amount or Decimal(0) for line in lines_of(invoice)), Decimal(0))
    return Money(total, invoice.currency)


def not_by_who_ordered(act: Context[Invoice, Any]) -> Iterator[Refusal]:
    """Nobody approves the bill of an order they issued themselves."""
    orders = {line.order_line.order_id for line in lines_of(act.on)}
    issued = Act.objects.filter(code="orders.issue", root_id__in=orders, person=act.actor.person)
    if act.actor.person is not None and issued.exists():
        text = _("You issued the order: somebody else approves its invoice.")
        yield Refusal("ordered_by_approver", text)


def nothing_is_disputed(act: Context[Invoice, Any]) -> Iterator[Refusal]:
    """In full only what matches, or what is short although the risk had already passed to us (R-18)."""
    if act.on.state == InvoiceState.MATCHED:
        return
    ours = _lost_at_our_risk(act.on)
    for line in lines_of(act.on):
        words = {"line": line.label, "codes": ", ".join(line.codes)}
        codes = set(line.codes)
        if codes - SHORT - {Code.DUP}:
            text = _("%(line)s is blocked (%(codes)s): approve what is undisputed, or reject.") % words
            yield Refusal("line_blocked", text)
        elif (codes & SHORT or line.waiting) and line.pk not in ours:
            yield Refusal(
                "risk_not_ours", _("%(line)s: the goods travel at the manufacturer's risk.") % words
            )


def nothing_waits_at_their_risk(act: Context[Invoice, Any]) -> Iterator[Refusal]:
    """What has not arrived is not paid for as long as its loss would be the manufacturer's."""
    waiting = [line for line in lines_of(act.on) if line.waiting]
    ours = _lost_at_our_risk(act.on) if waiting else set()
    for line in waiting:
        if line.pk not in ours:
            words = {"line": line.label}
            yield Refusal(
                "risk_not_ours", _("%(line)s: the goods travel at the manufacturer's risk.") % words
            )


def a_block_is_lifted_with_a_reason(act: Context[Invoice, Approval]) -> Iterator[Refusal]:
    """What the match did not pass is approved only in words."""
    if act.on.state != InvoiceState.MATCHED and not act.payload.reason:
        yield Refusal("reason_missing", _("Say why you approve what the match has not passed."), "/reason")


def something_is_undisputed(act: Context[Invoice, Any]) -> Iterator[Refusal]:
    """There must be something to pay."""
    if undisputed(act.on).amount <= 0:
        text = _("Nothing of this invoice is undisputed: reject it, and say why.")
        yield Refusal("nothing_undisputed", text)


def _lost_at_our_risk(invoice: Invoice) -> set[Any]:
    """Lines whose packs were all handed over under a term that passes the risk to the sponsor then."""
    found = delivered_by_key(invoice)
    return {line.pk for line in lines_of(invoice) if _passed(line, found)}


def _passed(line: InvoiceLine, found: dict[Any, Any]) -> bool:
    delivery = found.get((line.order_line_id, line.batch_id))
    if delivery is None or delivery.shipped < line.packs_value:
        return False
    return holder(delivery.incoterm, Milestone.HANDED_OVER) is Side.SPONSOR
