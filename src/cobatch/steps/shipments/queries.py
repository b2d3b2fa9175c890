"""Reads of shipments for guards, pages, the API and later steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, prefetch_related_objects

from cobatch.network.models import Relationship
from cobatch.steps.batches.models import Batch, BatchMarket, MarketState
from cobatch.steps.orders.models import LineState, OrderLine
from cobatch.steps.shipments.goods import free_stock
from cobatch.steps.shipments.goods import released_ever as released_ever
from cobatch.steps.shipments.models import HandlingUnit, Shipment, ShipmentLine, ShipmentState
from cobatch.steps.shipments.risk import Milestone as Milestone
from cobatch.steps.shipments.risk import holder as holder
from cobatch.steps.shipments.risk import in_words
from cobatch.touchpoints.choices import choices

SHIPPABLE = (LineState.READY_TO_SHIP, LineState.SHIPPED, LineState.RECEIVED)
NOTHING = Decimal(0)

_LINES = Prefetch(
    "lines",
    ShipmentLine.objects.select_related("batch", "order_line__order", "order_line__item").order_by(
        "position"
    ),
)


def lines_of(shipment: Shipment) -> list[ShipmentLine]:
    """The lines with batch, order line, order and item; read once for one shipment object."""
    prefetch_related_objects([shipment], _LINES)
    return list(shipment.lines.all())


def units_of(shipment: Shipment) -> list[HandlingUnit]:
    """Handling units in the order of their serial numbers."""
    return list(shipment.units.select_related("line__batch").order_by("sscc"))


def released_markets(batch_ids: Iterable[UUID]) -> set[tuple[UUID, str]]:
    """(batch, market) pairs that both companies have released."""
    rows = BatchMarket.objects.filter(batch_id__in=list(batch_ids), state=MarketState.RELEASED)
    return set(rows.values_list("batch_id", "market"))


def most_to_ship(line: OrderLine) -> Decimal:
    """What may still be handed over for an order line: what is open, and the tolerance on all of it."""
    agreed = line.confirmed_value or line.requested_value
    return Decimal(agreed * (1 + line.item.tolerance_percent / 100) - line.shipped_value)


@dataclass(frozen=True)
class Delivered:
    """What has become of the packs of one batch for one order line."""

    shipped: Decimal = NOTHING
    good: Decimal = NOTHING
    on_its_way: Decimal = NOTHING
    first_handed_over: Any = None
    first_arrived: Any = None
    expected_on: Any = None
    incoterm: str = ""


def delivered(lines: Iterable[UUID]) -> dict[tuple[UUID, UUID], Delivered]:
    """(order line, batch) → what was shipped, what arrived well, and what may still arrive."""
    rows = (
        ShipmentLine.objects.filter(order_line_id__in=list(lines))
        .exclude(shipment__handed_over_at=None)
        .select_related("shipment")
        .order_by("shipment__handed_over_at")
    )
    found: dict[tuple[UUID, UUID], Delivered] = {}
    for row in rows:
        key = (row.order_line_id, row.batch_id)
        found[key] = _and(found.get(key), row)
    return found


def _and(known: Delivered | None, row: ShipmentLine) -> Delivered:
    before, shipment = known or Delivered(), row.shipment
    waited_for = row.on_its_way if shipment.state != ShipmentState.RECEIVED else NOTHING
    return Delivered(
        shipped=before.shipped + row.shipped_value,
        good=before.good + row.good_value,
        on_its_way=before.on_its_way + waited_for,
        first_handed_over=before.first_handed_over or shipment.handed_over_at,
        first_arrived=before.first_arrived or shipment.arrived_at,
        expected_on=shipment.expected_on,
        incoterm=before.incoterm or shipment.incoterm,
    )


MILESTONES = {
    ShipmentState.INSTRUCTED: Milestone.PREPARED,
    ShipmentState.SHIPPED: Milestone.HANDED_OVER,
    ShipmentState.PARTLY_RECEIVED: Milestone.UNLOADED,
    ShipmentState.RECEIVED: Milestone.UNLOADED,
}


def risk_of(shipment: Shipment) -> Any:
    """Who bears the risk now, in one sentence; nobody, when nothing will leave."""
    if shipment.state == ShipmentState.CANCELLED:
        return None
    return in_words(shipment.incoterm, shipment.incoterm_place, MILESTONES[ShipmentState(shipment.state)])


def lines_to_ship(relationship: Relationship) -> list[tuple[Batch, Decimal]]:
    """Batches released for the market of their order that still have packs nobody has instructed."""
    batches = list(
        Batch.objects.filter(
            relationship=relationship,
            markets__state=MarketState.RELEASED,
            markets__market=F("order__market"),
            order_line__state__in=SHIPPABLE,
        )
        .select_related("item", "order", "order_line")
        .order_by("expiry", "number")
    )
    free = free_stock([batch.pk for batch in batches])
    found = [(batch, free.get((batch.pk, batch.order.market), NOTHING)) for batch in batches]
    return [(batch, packs) for batch, packs in found if packs > 0]


@choices("shipments.batches")
def batch_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Batches that may leave, those that expire first coming first."""
    return [
        (str(batch.pk), f"{batch.number} · {batch.item.sponsor_number} · {free.normalize():f}")
        for batch, free in lines_to_ship(record.relationship)
    ]


@choices("shipments.order_lines")
def order_line_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Order lines that goods may be shipped for."""
    lines = OrderLine.objects.filter(relationship=record.relationship, state__in=SHIPPABLE)
    rows = lines.select_related("order", "item").order_by("order_id", "position", "portion")
    return [
        (str(line.pk), f"{line.order.number} / {line.label} · {line.item.sponsor_number}") for line in rows
    ]


@choices("shipments.lines")
def line_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Lines of the shipment."""
    return [(str(line.pk), line.label) for line in lines_of(record)]
