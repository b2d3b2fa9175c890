"""Pages of orders: the order book and the thread."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.orders.flow import LINE
from cobatch.steps.orders.models import OrderLine, PurchaseOrder
from cobatch.steps.orders.queries import derived_state, lines_in
from cobatch.touchpoints.pages import (
    Column,
    Detail,
    Fact,
    List,
    Panel,
    State,
    Two,
    add_detail,
    add_list,
    add_panel,
)

WORDS = {
    "sent": (_("sent"), "info"),
    "partly_confirmed": (_("partly confirmed"), "warn"),
    "confirmed": (_("confirmed"), "good"),
    "in_execution": (_("in execution"), "info"),
    "partly_delivered": (_("partly delivered"), "info"),
    "delivered": (_("delivered"), "good"),
    "cancelled": (_("cancelled"), "neutral"),
    "closed": (_("closed"), "good"),
}


def order_state(order: PurchaseOrder) -> State:
    """The derived state of an order as a badge."""
    states = [line.state for line in order.lines.all()]
    label, tone = WORDS[derived_state(states, closed=order.closed_at is not None)]
    return State(label, tone)


def line_state(line: OrderLine) -> State:
    """The state of a line as a badge."""
    return State(LINE.words(line.state), LINE.tones[line.state])


def offer(line: OrderLine) -> Any:
    """What the manufacturer offers instead, and why."""
    if line.proposed is None or line.proposed_date is None:
        return _(line.reason) if line.reason else None
    return Two(line.proposed, f"{date_format(line.proposed_date, 'j M Y')} · {_(line.reason)}")


def confirmed(line: OrderLine) -> Any:
    """What both agreed."""
    return None if line.confirmed is None else Two(line.confirmed, line.confirmed_date)


def first_date(order: PurchaseOrder) -> Any:
    """The earliest date that is still worth something: confirmed, else requested."""
    return min((line.confirmed_date or line.requested_date for line in order.lines.all()), default=None)


def in_line_state(orders: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Orders with at least one line in this state."""
    return orders.filter(pk__in=OrderLine.objects.filter(state=state).values("order_id"))


def panel_lines(order: PurchaseOrder, side: Any) -> Iterable[OrderLine]:
    """All lines of the order."""
    return lines_in(order)


def order_json(order: PurchaseOrder) -> dict[str, Any]:
    """An order with its lines, as the API gives it."""
    lines = list(order.lines.all())
    return {
        "number": order.number,
        "state": derived_state([line.state for line in lines], closed=order.closed_at is not None),
        "issued_on": order.issued_on.isoformat(),
        "market": order.market,
        "ship_to": order.ship_to,
        "incoterm": f"{order.incoterm} {order.incoterm_place}",
        "date_basis": order.date_basis,
        "lines": [_line_json(line) for line in sorted(lines, key=lambda each: (each.position, each.portion))],
    }


def _line_json(line: OrderLine) -> dict[str, Any]:
    return {
        "id": str(line.pk),
        "position": line.label,
        "item": str(line.item_id),
        "state": line.state,
        "price": line.price.as_json() if line.price else None,
        **{
            name: {
                "quantity": quantity.as_json() if quantity else None,
                "date": day.isoformat() if day else None,
            }
            for name, quantity, day in (
                ("requested", line.requested, line.requested_date),
                ("proposed", line.proposed, line.proposed_date),
                ("confirmed", line.confirmed, line.confirmed_date),
            )
        },
    }


add_list(
    List(
        record="order",
        title=_("Orders"),
        model=PurchaseOrder,
        columns=(
            Column(_("Order"), lambda order: f"PO {order.number}", link=True),
            Column(_("Items"), lambda order: order.items_text),
            Column(_("Sponsor"), lambda order: order.sponsor.name, unless=Side.SPONSOR),
            Column(_("Manufacturer"), lambda order: order.cmo.name, unless=Side.CMO),
            Column(_("Issued"), lambda order: order.issued_on),
            Column(_("Next date"), first_date),
            Column(_("State"), order_state),
        ),
        search=("number", "items_text"),
        states=tuple(str(state) for state in LINE.states),
        states_filter=in_line_state,
        related=("sponsor", "cmo"),
        prefetch=(Prefetch("lines", queryset=OrderLine.objects.order_by("position", "portion")),),
        step=3,
        to_json=order_json,
    )
)
add_detail(
    Detail(
        record="order",
        title=lambda order: f"PO {order.number}",
        state=order_state,
        facts=(
            Fact(_("Sponsor"), lambda order: order.relationship.sponsor.name),
            Fact(_("Manufacturer"), lambda order: order.relationship.cmo.name),
            Fact(_("Issued"), lambda order: order.issued_on),
            Fact(_("Terms"), lambda order: f"{order.incoterm} {order.incoterm_place}"),
            Fact(_("Ship to"), lambda order: order.ship_to),
            Fact(_("Market"), lambda order: order.market),
            Fact(_("Closed"), lambda order: order.closed_at),
        ),
        to_json=order_json,
    )
)
add_panel(
    "order",
    Panel(
        name="lines",
        title=_("Lines"),
        rows=panel_lines,
        step=3,
        columns=(
            Column(_("Line"), lambda line: line.label),
            Column(_("Item"), lambda line: Two(line.item.sponsor_number, line.item.cmo_number)),
            Column(_("Requested"), lambda line: Two(line.requested, line.requested_date), numeric=True),
            Column(_("Offered"), offer, numeric=True),
            Column(_("Confirmed"), confirmed, numeric=True),
            Column(_("Price"), lambda line: line.price, numeric=True),
            Column(_("State"), line_state),
        ),
    ),
)
