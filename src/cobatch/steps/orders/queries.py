"""Reads of orders for pages, the API and later steps."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from cobatch.network.models import Item
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.touchpoints.choices import choices

OPEN = (LineState.AWAITING_CONFIRMATION, LineState.CHANGE_PROPOSED, LineState.REJECTED_BY_CMO)
MAKING = (LineState.IN_PRODUCTION, LineState.READY_TO_SHIP)
DELIVERED = (LineState.RECEIVED, LineState.COMPLETE)


def lines_in(order: PurchaseOrder, *states: LineState) -> list[OrderLine]:
    """Lines of an order in these states (all when none is named), in the order of the paper."""
    query = order.lines.select_related("item").order_by("position", "portion")
    return list(query.filter(state__in=states) if states else query)


def derived_state(states: Iterable[str], *, closed: bool = False) -> str:
    """The state of an order as its lines make it (states.md 3.3): sent … delivered, closed, cancelled."""
    live = [state for state in states if state != LineState.CANCELLED]
    if closed:
        return "closed"
    if not live:
        return "cancelled"
    waiting = [state for state in live if state in OPEN]
    if waiting:
        return "sent" if len(waiting) == len(live) else "partly_confirmed"
    delivered = [state for state in live if state in DELIVERED]
    if len(delivered) == len(live):
        return "delivered"
    if delivered or LineState.SHIPPED in live:
        return "partly_delivered"
    return "in_execution" if any(state in MAKING for state in live) else "confirmed"


def ordered_volume(item_id: UUID, since: Any, until: Any) -> Decimal:
    """Packs ordered of an item in [since, until], cancelled lines left out: what price tiers count."""
    total = (
        OrderLine.objects.filter(item_id=item_id, order__issued_on__gte=since, order__issued_on__lte=until)
        .exclude(state=LineState.CANCELLED)
        .aggregate(total=Sum("requested_value"))["total"]
    )
    return Decimal(total or 0)


@choices("items")
def item_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Active items of the record's relationship, under the sponsor's number."""
    items = Item.objects.filter(relationship=record.relationship, active=True).order_by("sponsor_number")
    return [(item.sponsor_number, f"{item.sponsor_number} · {item.name}") for item in items]


@choices("lines")
def line_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Lines of an order that are not at their end."""
    ends = (LineState.COMPLETE, LineState.CANCELLED)
    return [
        (str(line.pk), f"{line.label} · {line.item.sponsor_number}")
        for line in lines_in(record)
        if line.state not in ends
    ]
