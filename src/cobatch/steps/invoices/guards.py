"""Why an invoice is not taken."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.kernel.money import Money
from cobatch.kernel.refusals import Refusal
from cobatch.network.models import Relationship
from cobatch.steps.agreements.queries import read_once
from cobatch.steps.batches.models import Batch, BatchState
from cobatch.steps.invoices.matching import adds_up
from cobatch.steps.invoices.models import Invoice
from cobatch.steps.invoices.payloads import InvoiceSent, LineInvoiced
from cobatch.steps.invoices.queries import NOTHING, Key, billable
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.shipments.queries import Delivered, delivered, released_markets
from cobatch.touchpoints.context import Context

Submitting = Context[Relationship, InvoiceSent]
REJECTED = (BatchState.CMO_REJECTED, BatchState.REJECTED)


def number_is_new(act: Submitting) -> Iterator[Refusal]:
    """The manufacturer has not used this invoice number before, not even for a rejected invoice."""
    if Invoice.objects.filter(cmo_id=act.on.cmo_id, number=act.payload.number).exists():
        text = _("You have sent an invoice with this number already.")
        yield Refusal("invoice_number_taken", text, "/number")


def date_is_not_to_come(act: Submitting) -> Iterator[Refusal]:
    """An invoice is dated today or before, at the manufacturer's."""
    if act.payload.invoice_date > act.on.cmo_site.calendar.local_day(act.now):
        yield Refusal("date_to_come", _("The invoice is dated in the future."), "/invoice_date")


def order_lines_named(act: Submitting) -> dict[UUID, OrderLine]:
    """The order lines of this relationship that the invoice names; read once in an act."""
    wanted = {each.order_line for each in act.payload.lines}
    rows = OrderLine.objects.filter(pk__in=wanted, relationship=act.on).select_related("order", "item")
    return read_once(act, "order lines", lambda: {line.pk: line for line in rows})


def delivered_named(act: Submitting) -> dict[Key, Delivered]:
    """What became of the goods for the order lines that the invoice names; read once in an act."""
    return read_once(act, "delivered", lambda: delivered(order_lines_named(act)))


def lines_are_billable(act: Submitting) -> Iterator[Refusal]:
    """Known and matching, adding up, of a released batch, and not more than may be billed."""
    lines = order_lines_named(act)
    batches = _batches_named(act)
    released, open_ = released_markets(batches), billable(act.on, lines, delivered_named(act))
    seen: set[tuple[UUID, UUID]] = set()
    for index, each in enumerate(act.payload.lines):
        at, line, batch = f"/lines/{index}", lines.get(each.order_line), batches.get(each.batch)
        if line is None or batch is None or batch.item_id != line.item_id:
            yield Refusal("line_unknown", _("There is no such order line with this batch."), at)
            continue
        if (line.pk, batch.pk) in seen:
            yield Refusal("named_twice", _("This batch is named twice for the same order line."), at)
        seen.add((line.pk, batch.pk))
        yield from _adds_up(each, line, at)
        yield from _is_released(batch, line, released, f"{at}/batch")
        yield from _is_open(each, open_.get((line.pk, batch.pk), NOTHING), f"{at}/quantity")


def _batches_named(act: Submitting) -> dict[UUID, Batch]:
    wanted = {each.batch for each in act.payload.lines}
    return {batch.pk: batch for batch in Batch.objects.filter(pk__in=wanted, relationship=act.on)}


def _adds_up(each: LineInvoiced, line: OrderLine, at: str) -> Iterator[Refusal]:
    if line.order.closed_at is not None:
        words = {"order": line.order.number}
        yield Refusal("order_closed", _("Order %(order)s is closed.") % words, f"{at}/order_line")
    if each.quantity.unit != line.unit:
        words = {"unit": line.unit}
        yield Refusal("wrong_unit", _("This item is invoiced in %(unit)s.") % words, f"{at}/quantity")
    elif each.quantity.value <= 0:
        yield Refusal("quantity_not_positive", _("Invoice more than nothing."), f"{at}/quantity")
    if each.owed.currency != line.order.currency:
        words = {"currency": line.order.currency}
        yield Refusal("wrong_currency", _("The order is in %(currency)s.") % words, f"{at}/amount")
    if each.owed.amount < 0:
        yield Refusal("amount_negative", _("A credit is no invoice."), f"{at}/amount")
    if each.amount and each.unit_price and not _comes_of_the_price(each):
        yield Refusal("amount_wrong", _("Packs times price is another amount."), f"{at}/amount")


def _comes_of_the_price(each: LineInvoiced) -> bool:
    if each.unit_price is None:
        return True
    return adds_up(each.quantity.value, each.unit_price.amount, each.owed.amount, Decimal("0.01"))


def _is_released(batch: Batch, line: OrderLine, released: Any, at: str) -> Iterator[Refusal]:
    words = {"batch": batch.number, "market": line.order.market}
    if batch.state in REJECTED:
        text = _("Batch %(batch)s was rejected: nothing of it may be billed.") % words
        yield Refusal("batch_rejected", text, at)
    elif (batch.pk, line.order.market) not in released:
        yield Refusal("batch_not_released", _("Batch %(batch)s is not released for %(market)s.") % words, at)


def _is_open(each: LineInvoiced, open_: Decimal, at: str) -> Iterator[Refusal]:
    if each.quantity.value > open_:
        words = {"open": f"{max(open_, NOTHING).normalize():f}"}
        yield Refusal("more_than_billable", _("%(open)s packs may be invoiced now.") % words, at)


def total_is_the_sum(act: Submitting) -> Iterator[Refusal]:
    """All lines are in one currency and come to the total that is printed."""
    owed = [each.owed for each in act.payload.lines]
    if len({each.currency for each in owed}) > 1:
        yield Refusal("currencies_mixed", _("An invoice has one currency."), "/lines")
        return
    total = sum(owed[1:], owed[0])
    if act.payload.total is not None and act.payload.total.rounded() != total:
        words = {"sum": _shown(total)}
        yield Refusal("total_wrong", _("The lines come to %(sum)s.") % words, "/total")


def _shown(amount: Money) -> str:
    return f"{amount.rounded().amount:,} {amount.currency}"
