"""TP-10: the sponsor issues a purchase order."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.money import Money
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Item, Relationship
from cobatch.network.models.relationships import RelationshipState
from cobatch.steps.orders.facts import OrderIssued
from cobatch.steps.orders.guards import (
    documents_are_effective,
    items_of,
    lines_are_orderable,
    number_is_new,
    prices_are_agreed,
    prices_of,
)
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.orders.payloads import LineOrdered, Order
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born

SHOWN = 3


@touchpoint(
    "orders.issue",
    title=_("Issue purchase order"),
    said=_("issued the order"),
    on=Relationship,
    creates=PurchaseOrder,
    takes=Order,
    by=Side.SPONSOR,
    roles=(Role.BUYER, Role.SUPPLY_PLANNER),
    when=(RelationshipState.ACTIVE,),
    moves=makes(LineState.AWAITING_CONFIRMATION),
    guards=(number_is_new, lines_are_orderable, prices_are_agreed, documents_are_effective),
    catalogue="TP-10",
)
def issue(act: Context[Relationship, Order]) -> Iterator[Fact]:
    """The sponsor orders: items, quantities and dates under its own order number.

    Every line then waits for the manufacturer's answer; nothing is agreed before that.
    """
    items, prices = items_of(act), prices_of(act)
    order = _order(act, items)
    act.create(order)
    act.create_all(
        _line(act, order, items[line.item], line, 10 * number, line.price or agreed.price)
        for number, (line, agreed) in enumerate(zip(act.payload.lines, prices, strict=True), start=1)
        if agreed is not None
    )
    yield OrderIssued(order.id)


def _order(act: Context[Relationship, Order], items: dict[str, Item]) -> PurchaseOrder:
    terms = act.on.terms
    return PurchaseOrder(
        **born(under=act.on, at=act.now),
        number=act.payload.number,
        issued_on=act.on.sponsor_site.calendar.local_day(act.now),
        currency=terms.currency,
        incoterm=terms.incoterm,
        incoterm_place=terms.incoterm_place or act.on.cmo_site.city,
        date_basis=act.payload.date_basis,
        ship_to=act.payload.ship_to,
        market=act.payload.market,
        items_text=_items_text(act.payload.lines, items),
    )


def _line(
    act: Context[Relationship, Order],
    order: PurchaseOrder,
    item: Item,
    line: LineOrdered,
    position: int,
    price: Money,
) -> OrderLine:
    return OrderLine(
        **born(under=act.on),
        order=order,
        position=position,
        item=item,
        state=LineState.AWAITING_CONFIRMATION,
        unit=item.unit,
        price=price,
        ordered=line.quantity,
        requested=line.quantity,
        requested_date=line.requested_date,
    )


def _items_text(lines: list[LineOrdered], items: dict[str, Item]) -> str:
    """What the order is about, for lists and inboxes: "HR-101 66 000 · HR-102 41 500"."""
    parts = [
        f"{items[line.item].sponsor_number} {line.quantity.value:,.0f}".replace(",", " ")  # narrow space
        for line in lines[:SHOWN]
    ]
    if len(lines) > SHOWN:
        parts.append(f"+{len(lines) - SHOWN}")
    return " · ".join(parts)
