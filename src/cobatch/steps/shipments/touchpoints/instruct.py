"""TP-35: the sponsor instructs released goods to leave."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel import clock
from cobatch.kernel.quantity import Quantity
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Relationship
from cobatch.network.models.relationships import RelationshipState
from cobatch.steps.orders.models import OrderLine, PurchaseOrder
from cobatch.steps.shipments.facts import ShipmentInstructed
from cobatch.steps.shipments.guards import goods_may_leave, order_lines_named, terms_are_one
from cobatch.steps.shipments.models import Shipment, ShipmentLine, ShipmentState
from cobatch.steps.shipments.payloads import Instruction, LineInstructed
from cobatch.steps.shipments.queries import lines_to_ship, most_to_ship
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born

PICKUP_DAYS = 3
SHOWN = 3


def goods_that_may_leave(relationship: Relationship, actor: Any) -> dict[str, Any]:
    """The form begins with all released packs that are free, each for the order line it was made for."""
    calendar = relationship.cmo_site.calendar
    first = calendar.add_working_days(calendar.local_day(clock.now()), PICKUP_DAYS)
    return {
        "lines": [
            {
                "batch": str(batch.pk),
                "order_line": str(batch.order_line_id),
                "quantity": Quantity(min(free, most_to_ship(batch.order_line)), batch.pack_unit).as_json(),
            }
            for batch, free in lines_to_ship(relationship)
        ],
        "pickup_from": first.isoformat(),
        "pickup_until": (first + timedelta(days=1)).isoformat(),
    }


@touchpoint(
    "shipments.instruct",
    title=_("Issue shipping instruction"),
    said=_("instructed a shipment"),
    on=Relationship,
    creates=Shipment,
    takes=Instruction,
    by=Side.SPONSOR,
    roles=(Role.LOGISTICS,),
    when=(RelationshipState.ACTIVE,),
    moves=makes(ShipmentState.INSTRUCTED),
    guards=(goods_may_leave, terms_are_one),
    initial=goods_that_may_leave,
    catalogue="TP-35",
)
def instruct(act: Context[Relationship, Instruction]) -> Iterator[Fact]:
    """The sponsor says which released packs shall leave, for where, how and when they will be picked up.

    Only batches released for the market of the order may leave, with the agreed shelf life left on arrival.
    """
    order_lines = order_lines_named(act)
    shipment = _shipment(act, order_lines.values())
    act.create(shipment)
    act.create_all(
        _line(act, shipment, each, position) for position, each in enumerate(act.payload.lines, start=1)
    )
    yield ShipmentInstructed(shipment.pk)


def _shipment(act: Context[Relationship, Instruction], lines: Iterable[OrderLine]) -> Shipment:
    asked = act.payload
    order: PurchaseOrder = next(iter(lines)).order
    return Shipment(
        **born(under=act.on, at=act.now),
        number=act.number("SHP"),
        state=ShipmentState.INSTRUCTED,
        incoterm=str(asked.incoterm or order.incoterm),
        incoterm_place=asked.incoterm_place or order.incoterm_place,
        ship_to=asked.ship_to or order.ship_to,
        carrier=asked.carrier,
        mode=str(asked.mode),
        coldest_celsius=asked.coldest_celsius,
        warmest_celsius=asked.warmest_celsius,
        documents=[str(paper) for paper in asked.documents],
        pickup_from=asked.pickup_from,
        pickup_until=asked.pickup_until,
        expected_on=asked.expected_on,
        items_text=_items_text(asked.lines, {line.pk: line for line in lines}),
    )


def _line(
    act: Context[Relationship, Instruction], shipment: Shipment, each: LineInstructed, position: int
) -> ShipmentLine:
    return ShipmentLine(
        **born(under=act.on),
        shipment=shipment,
        batch_id=each.batch,
        order_line_id=each.order_line,
        position=position,
        unit=each.quantity.unit,
        instructed=each.quantity,
    )


def _items_text(lines: list[LineInstructed], known: dict[Any, OrderLine]) -> str:
    """What is shipped, for lists and inboxes: "HR-101 21 850 · HR-101 20 920"."""
    parts = [
        f"{known[each.order_line].item.sponsor_number} {each.quantity.value:,.0f}".replace(",", " ")
        for each in lines[:SHOWN]
    ]
    if len(lines) > SHOWN:
        parts.append(f"+{len(lines) - SHOWN}")
    return " · ".join(parts)
