"""Reads of invoices for guards, pages, the API and later steps."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet, Sum, prefetch_related_objects

from cobatch.network.models import Relationship
from cobatch.steps.batches.models import Batch
from cobatch.steps.invoices.models import Invoice, InvoiceLine, InvoiceState, Payment
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.shipments.models import Shipment, ShipmentLine
from cobatch.steps.shipments.queries import Delivered, delivered, released_ever
from cobatch.touchpoints.choices import choices

NOTHING = Decimal(0)
Key = tuple[UUID, UUID]  # order line, batch

_LINES = Prefetch(
    "lines",
    InvoiceLine.objects.select_related("batch", "order_line__order", "order_line__item").order_by("position"),
)


def lines_of(invoice: Invoice) -> list[InvoiceLine]:
    """The lines with batch, order line, order and item; read once for one invoice object."""
    prefetch_related_objects([invoice], _LINES)
    return list(invoice.lines.all())


def payment_of(invoice: Invoice) -> Payment:
    """The newest payment."""
    return invoice.payments.order_by("-pk")[0]


def invoiced(lines: Iterable[UUID], before: Invoice | None = None) -> dict[Key, Decimal]:
    """Packs invoiced by order line and batch, on invoices that count; earlier ones only when one is named."""
    rows = InvoiceLine.objects.filter(order_line_id__in=list(lines)).exclude(
        invoice__state=InvoiceState.REJECTED
    )
    if before is not None:
        rows = rows.filter(invoice_id__lt=before.pk)
    sums = rows.values_list("order_line_id", "batch_id").annotate(total=Sum("packs_value"))
    return {(line, batch): total for line, batch, total in sums if batch}


def billable(
    relationship: Relationship, lines: Iterable[UUID], found: dict[Key, Delivered] | None = None
) -> dict[Key, Decimal]:
    """Packs that may be invoiced now: what the billing trigger has reached, less what is invoiced already."""
    wanted, trigger = list(lines), relationship.terms.billing_trigger
    if trigger == "release":
        reached = _released(wanted)
    else:
        column = "shipped" if trigger == "hand_over" else "good"
        known = delivered(wanted) if found is None else found
        reached = {key: getattr(each, column) for key, each in known.items()}
    taken = invoiced(wanted)
    return {key: packs - taken.get(key, NOTHING) for key, packs in reached.items()}


def _released(lines: list[UUID]) -> dict[Key, Decimal]:
    batches = Batch.objects.filter(order_line_id__in=lines).select_related("order")
    shares = {(batch.pk, batch.order.market): batch.order_line_id for batch in batches}
    released = released_ever(batch for batch, _market in shares)
    return {(line, share[0]): released[share] for share, line in shares.items() if share in released}


def room(line: OrderLine, taken: dict[Key, Decimal]) -> Decimal:
    """What an order line still takes of invoiced packs, its tolerance included."""
    agreed: Decimal = line.confirmed_value or line.requested_value
    so_far = sum((packs for (of, _batch), packs in taken.items() if of == line.pk), NOTHING)
    return agreed * (1 + line.item.tolerance_percent / 100) - so_far


def moved_by_receipt(shipment_id: UUID) -> QuerySet[Invoice]:
    """Invoices that a receipt of this shipment may move on."""
    states = (InvoiceState.WAITING, InvoiceState.BLOCKED)
    lines = ShipmentLine.objects.filter(shipment_id=shipment_id).values("order_line_id")
    return Invoice.objects.filter(state__in=states, lines__order_line__in=lines).distinct()


def unfinished(orders: Iterable[UUID]) -> set[UUID]:
    """Orders that may not be closed yet: something is to be delivered, invoiced or settled."""
    wanted = list(orders)
    lines = dict(OrderLine.objects.filter(order_id__in=wanted).values_list("pk", "order_id"))
    ended = (LineState.COMPLETE, LineState.CANCELLED)
    found = set(
        OrderLine.objects.filter(order_id__in=wanted)
        .exclude(state__in=ended)
        .values_list("order_id", flat=True)
    )
    still = InvoiceLine.objects.filter(order_line__order_id__in=wanted).exclude(
        invoice__state__in=(InvoiceState.SETTLED, InvoiceState.REJECTED)
    )
    found |= set(still.values_list("order_line__order_id", flat=True))
    taken = invoiced(lines)
    found |= {lines[key[0]] for key, each in delivered(lines).items() if each.good > taken.get(key, NOTHING)}
    return found


def lines_to_invoice(relationship: Relationship) -> list[tuple[OrderLine, Batch, Decimal]]:
    """What may be invoiced now on orders that are not closed."""
    rows = OrderLine.objects.filter(relationship=relationship, order__closed_at=None)
    lines = {line.pk: line for line in rows.select_related("order", "item").order_by("order_id", "position")}
    open_ = {key: packs for key, packs in billable(relationship, lines).items() if packs > 0}
    batches = Batch.objects.in_bulk([batch for _line, batch in open_])
    return [(lines[line], batches[batch], packs) for (line, batch), packs in open_.items()]


def hold_receipts(invoice: Invoice) -> None:
    """Let no receipt pass between reading what arrived and writing what follows: it would match in vain."""
    lines = [line.order_line_id for line in lines_of(invoice)]
    shipments = ShipmentLine.objects.filter(order_line_id__in=lines).values("shipment_id")
    held = Shipment.objects.select_for_update(no_key=True).filter(pk__in=shipments)
    list(held.order_by("pk").values_list("pk"))


def delivered_by_key(invoice: Invoice) -> dict[Key, Delivered]:
    """What became of the goods that an invoice is about."""
    return delivered({line.order_line_id for line in lines_of(invoice)})


def invoices_of_order(order: PurchaseOrder) -> Iterable[Invoice]:
    """Invoices with a line on this order, in the order they came."""
    return Invoice.objects.filter(lines__order_line__order=order).distinct().order_by("pk")


@choices("invoices.order_lines")
def order_line_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Order lines of which something may be invoiced."""
    found = {str(line.pk): line for line, _batch, _packs in lines_to_invoice(record.relationship)}
    return [
        (pk, f"{line.order.number} / {line.label} · {line.item.sponsor_number}") for pk, line in found.items()
    ]


@choices("invoices.batches")
def batch_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Batches of which something may be invoiced."""
    sums: dict[UUID, Decimal] = defaultdict(Decimal)
    names: dict[UUID, str] = {}
    for _line, batch, packs in lines_to_invoice(record.relationship):
        sums[batch.pk] += packs
        names[batch.pk] = batch.number
    return [(str(pk), f"{names[pk]} · {packs.normalize():f}") for pk, packs in sums.items()]
