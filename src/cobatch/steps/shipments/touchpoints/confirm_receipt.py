"""TP-38: the sponsor counts what arrived."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cobatch.kernel.quantity import Quantity
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.shipments.arrival import counted, only_what_was_shipped, something_arrived
from cobatch.steps.shipments.facts import GoodsReceived
from cobatch.steps.shipments.goods import lots_by_batch
from cobatch.steps.shipments.models import Shipment, ShipmentLine, ShipmentState
from cobatch.steps.shipments.notices import Receipt
from cobatch.steps.shipments.queries import lines_of
from cobatch.steps.shipments.touchpoints.dispatch import ON_THE_WAY, by_order
from cobatch.stock.models import Kind, Place, Status
from cobatch.stock.moving import Spot, book, movement
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact

GOOD = Spot(Place.SPONSOR, Status.RELEASED)
DAMAGED = Spot(Place.SPONSOR, Status.BLOCKED)
Counted = tuple[ShipmentLine, Decimal, Decimal]


def all_on_its_way(shipment: Shipment, actor: Any) -> dict[str, Any]:
    """The form begins with everything that is on its way as received well."""
    rows = [line for line in lines_of(shipment) if line.on_its_way]
    return {
        "lines": [
            {"line": str(line.pk), "good": Quantity(line.on_its_way, line.unit).as_json()} for line in rows
        ],
        "seal_intact": True,
    }


@touchpoint(
    "shipments.confirm_receipt",
    title=_("Confirm receipt"),
    said=_("confirmed the receipt"),
    on=Shipment,
    takes=Receipt,
    by=Side.SPONSOR,
    roles=(Role.RECEIVER, Role.LOGISTICS),
    moves=moves(
        ShipmentState.SHIPPED,
        ShipmentState.PARTLY_RECEIVED,
        to=(ShipmentState.PARTLY_RECEIVED, ShipmentState.RECEIVED),
    ),
    guards=(only_what_was_shipped, something_arrived),
    initial=all_on_its_way,
    catalogue="TP-38",
)
def confirm_receipt(act: Context[Shipment, Receipt]) -> Iterator[Fact]:
    """The receiver counts good and damaged packs of each line and looks at the seal.

    Part of a shipment may be received first and the rest later. A final receipt that is short ends the
    waiting; the difference stays on record.
    """
    rows = _count(act)
    _put_in_stock(act, rows)
    _mark_missing(act)
    arrived = all(line.on_its_way == 0 for line in lines_of(act.on))
    target = ShipmentState.RECEIVED if arrived or act.payload.final else ShipmentState.PARTLY_RECEIVED
    act.change(
        act.on,
        arrived_at=act.on.arrived_at or act.now,
        seal_intact=act.payload.seal_intact and act.on.seal_intact is not False,
    )
    if act.on.state != target:
        act.move(act.on, target)
    moved = by_order((line, good + damaged) for line, good, damaged in rows)
    yield GoodsReceived(act.on.pk, moved, final=target is ShipmentState.RECEIVED)


def _count(act: Context[Shipment, Receipt]) -> list[Counted]:
    """Add what was counted to the lines; returns the lines of which anything came."""
    lines = {line.pk: line for line in lines_of(act.on)}
    rows = []
    for each in act.payload.lines:
        if not counted(each):
            continue
        line, good = lines[each.line], each.good.value
        damaged = counted(each) - good
        act.change(line, good_value=line.good_value + good, damaged_value=line.damaged_value + damaged)
        rows.append((line, good, damaged))
    return rows


def _put_in_stock(act: Context[Shipment, Receipt], rows: list[Counted]) -> None:
    lots = lots_by_batch({line.batch_id for line, _good, _damaged in rows})
    parts = [(line, GOOD, good) for line, good, _damaged in rows]
    parts += [(line, DAMAGED, damaged) for line, _good, damaged in rows]
    book(
        *(
            movement(
                lots[line.batch_id], Kind.RECEIVED, Quantity(packs, line.unit), act.now,
                ON_THE_WAY, spot, line.order_line.order.market,
            )
            for line, spot, packs in parts
            if packs
        )
    )  # fmt: skip


def _mark_missing(act: Context[Shipment, Receipt]) -> None:
    """What the newest receipt does not miss has turned up."""
    named = set(act.payload.missing)
    for unit in act.on.units.filter(Q(sscc__in=named) | Q(missing=True)):
        if unit.missing != (unit.sscc in named):
            act.change(unit, missing=unit.sscc in named)
