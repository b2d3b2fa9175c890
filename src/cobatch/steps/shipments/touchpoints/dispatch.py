"""TP-36: the manufacturer hands the goods over and announces them."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.quantity import Quantity
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.shipments.facts import GoodsShipped
from cobatch.steps.shipments.goods import lots_by_batch
from cobatch.steps.shipments.handover import (
    every_line_is_picked,
    goods_may_still_leave,
    hand_over_has_happened,
    quantities_of,
    units_hold_the_lines,
    units_of,
)
from cobatch.steps.shipments.models import HandlingUnit, Shipment, ShipmentLine, ShipmentState
from cobatch.steps.shipments.notices import ShipNotice
from cobatch.steps.shipments.queries import lines_of
from cobatch.stock.models import Kind, Place, Status
from cobatch.stock.moving import Spot, book, movement
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born

AT_THE_MANUFACTURER = Spot(Place.CMO, Status.RELEASED)
ON_THE_WAY = Spot(Place.CARRIER, Status.IN_TRANSIT)


def as_instructed(shipment: Shipment, actor: Any) -> dict[str, Any]:
    """The form begins with every line as instructed."""
    lines = lines_of(shipment)
    return {
        "lines": [
            {"line": str(line.pk), "quantity": Quantity(line.instructed_value, line.unit).as_json()}
            for line in lines
        ],
        "units": [{"line": str(line.pk), "count": 1} for line in lines],
        "expected_on": shipment.expected_on.isoformat(),
    }


@touchpoint(
    "shipments.dispatch",
    title=_("Send advance ship notice"),
    said=_("handed the goods over and announced them"),
    on=Shipment,
    takes=ShipNotice,
    by=Side.CMO,
    roles=(Role.WAREHOUSE,),
    moves=moves(ShipmentState.INSTRUCTED, to=ShipmentState.SHIPPED),
    guards=(every_line_is_picked, goods_may_still_leave, units_hold_the_lines, hand_over_has_happened),
    initial=as_instructed,
    catalogue="TP-36",
)
def dispatch(act: Context[Shipment, ShipNotice]) -> Iterator[Fact]:
    """The warehouse picks, hands over to the carrier and says what is in which handling unit.

    The units of a line hold exactly its quantity. What was instructed and not handed over is free again.
    """
    notice, lines = act.payload, {line.pk: line for line in lines_of(act.on)}
    shipped = {pk: packs for pk, packs in quantities_of(notice).items() if packs}
    for pk, packs in shipped.items():
        act.change(lines[pk], shipped_value=packs)
    act.create_all(
        HandlingUnit(
            **born(under=act.on), shipment=act.on, line=lines[each.line], sscc=each.sscc,
            unit=lines[each.line].unit, packs_value=each.packs,
        )
        for each in units_of(notice)
    )  # fmt: skip
    _take_from_stock(act, [(lines[pk], packs) for pk, packs in shipped.items()])
    act.change(
        act.on,
        handed_over_at=notice.handed_over_at,
        waybill=notice.waybill,
        container=notice.container,
        seal=notice.seal,
        expected_on=notice.expected_on or act.on.expected_on,
    )
    act.find_by("waybill", notice.waybill)
    act.find_by("container", notice.container)
    act.move(act.on, ShipmentState.SHIPPED)
    day = act.on.relationship.cmo_site.calendar.local_day(notice.handed_over_at)
    yield GoodsShipped(act.on.pk, day, by_order((lines[pk], packs) for pk, packs in shipped.items()))


def _take_from_stock(act: Context[Shipment, ShipNotice], taken: list[tuple[ShipmentLine, Decimal]]) -> None:
    lots = lots_by_batch({line.batch_id for line, _packs in taken})
    book(
        *(
            movement(
                lots[line.batch_id], Kind.HANDED_OVER, Quantity(packs, line.unit), act.payload.handed_over_at,
                AT_THE_MANUFACTURER, ON_THE_WAY, line.order_line.order.market,
            )
            for line, packs in taken
        )
    )  # fmt: skip


def by_order(moved: Any) -> dict[UUID, dict[UUID, str]]:
    """Packs by order and order line, as facts carry them; several batches of one order line are added up."""
    sums: dict[UUID, dict[UUID, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line, packs in moved:
        sums[line.order_line.order_id][line.order_line_id] += packs
    return {order: {pk: f"{packs:f}" for pk, packs in lines.items()} for order, lines in sums.items()}
