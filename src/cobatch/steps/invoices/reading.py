"""Everything the match of one invoice needs, read in as few statements as there are kinds of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from cobatch.network.models import Relationship
from cobatch.steps.invoices.expected import Billed, Expected, expected_amounts
from cobatch.steps.invoices.matching import Line
from cobatch.steps.invoices.models import Invoice, InvoiceLine, InvoiceState
from cobatch.steps.invoices.queries import NOTHING, Key, delivered_by_key, invoiced, lines_of, room
from cobatch.steps.shipments.queries import Delivered, released_markets


@dataclass(frozen=True)
class Compared:
    """One invoice line beside what was ordered, agreed and received."""

    row: InvoiceLine
    facts: Line
    expected: Expected


def compared(invoice: Invoice, now: datetime) -> list[Compared]:
    """All lines; packs of earlier lines and invoices count against the same order and receipt."""
    rows, found = lines_of(invoice), delivered_by_key(invoice)
    taken = invoiced({row.order_line_id for row in rows}, before=invoice)
    released = released_markets({row.batch_id for row in rows if row.batch_id})
    repeated = _repeated(invoice, rows)
    today = invoice.relationship.sponsor_site.calendar.local_day(now)
    result = []
    for row, expected in zip(rows, _expectations(invoice.relationship, rows, found), strict=True):
        key, delivery = _key(row), found.get(_key(row), Delivered())
        facts = Line(
            quantity=row.packs_value,
            amount=row.amount_value,
            expected=expected.amount,
            received=delivery.good - taken.get(key, NOTHING),
            room=room(row.order_line, taken),
            on_its_way=delivery.on_its_way + _to_be_shipped(row, taken.get(key, NOTHING), delivery),
            receipt_overdue=delivery.expected_on is not None and delivery.expected_on < today,
            duplicate=(row.order_line_id, row.batch_id, row.amount_value) in repeated,
            dated_early=_dated_early(invoice, delivery),
            released=(row.batch_id, row.order_line.order.market) in released,
        )
        taken[key] = taken.get(key, NOTHING) + row.packs_value
        result.append(Compared(row, facts, expected))
    return result


def trigger_day(relationship: Relationship, delivery: Delivered) -> date | None:
    """The local day on which goods reached the billing trigger; None where release is the trigger."""
    trigger = relationship.terms.billing_trigger
    if trigger == "hand_over" and delivery.first_handed_over:
        return relationship.cmo_site.calendar.local_day(delivery.first_handed_over)
    if trigger == "receipt" and delivery.first_arrived:
        return relationship.sponsor_site.calendar.local_day(delivery.first_arrived)
    return None


def _key(row: InvoiceLine) -> Key:
    if row.batch_id is None:
        raise LookupError(f"line {row.position} bills no batch")
    return row.order_line_id, row.batch_id


def _expectations(
    relationship: Relationship, rows: Iterable[InvoiceLine], found: dict[Key, Delivered]
) -> list[Expected]:
    return expected_amounts(
        relationship,
        [
            Billed(row.order_line, row.packs_value, found.get(_key(row), Delivered()).first_handed_over)
            for row in rows
        ],
    )


def _to_be_shipped(row: InvoiceLine, before: Decimal, delivery: Delivered) -> Decimal:
    """Billed on release and not handed over yet: it is still to come."""
    return Decimal(max(before + row.packs_value - delivery.shipped, NOTHING))


def _dated_early(invoice: Invoice, delivery: Delivered) -> bool:
    day = trigger_day(invoice.relationship, delivery)
    return day is not None and invoice.invoice_date < day


def _repeated(invoice: Invoice, rows: list[InvoiceLine]) -> set[tuple[object, object, Decimal]]:
    """(order line, batch, amount) that an earlier invoice already carries."""
    same = Q(pk__in=[])
    for row in rows:
        same |= Q(order_line_id=row.order_line_id, batch_id=row.batch_id, amount_value=row.amount_value)
    earlier = InvoiceLine.objects.filter(same, invoice_id__lt=invoice.pk)
    live = earlier.exclude(invoice__state=InvoiceState.REJECTED)
    return set(live.values_list("order_line_id", "batch_id", "amount_value"))
