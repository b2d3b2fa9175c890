"""Automatic acts: what later steps do moves the lines of the order on."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.orders.facts import OrderDelivered
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.orders.payloads import LinesMoved
from cobatch.steps.orders.queries import lines_in
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload


def _named(
    act: Context[PurchaseOrder, LinesMoved], *states: LineState
) -> Iterator[tuple[OrderLine, Decimal]]:
    """The lines named in the payload that stand in one of the states, each with its quantity."""
    for line in lines_in(act.on, *states):
        if str(line.pk) in act.payload.lines:
            yield line, Decimal(act.payload.lines[str(line.pk)])


@touchpoint(
    "orders.begin_production",
    title=_("Begin production of lines"),
    said=_("production of the order began"),
    on=PurchaseOrder,
    takes=LinesMoved,
    by=Side.AUTO,
    side=Side.CMO,
    moves=moves(LineState.CONFIRMED, to=LineState.IN_PRODUCTION),
)
def begin_production(act: Context[PurchaseOrder, LinesMoved]) -> Iterator[Fact]:
    """The first batch of a line has started."""
    for line, _quantity in _named(act, LineState.CONFIRMED):
        act.move(line, LineState.IN_PRODUCTION)
    yield from ()


@touchpoint(
    "orders.get_ready",
    title=_("Lines are ready to ship"),
    said=_("released goods are ready to ship"),
    on=PurchaseOrder,
    takes=LinesMoved,
    by=Side.AUTO,
    side=Side.SPONSOR,
    moves=moves(LineState.IN_PRODUCTION, to=LineState.READY_TO_SHIP),
)
def get_ready(act: Context[PurchaseOrder, LinesMoved]) -> Iterator[Fact]:
    """A batch of the line has been released by both companies."""
    for line, _quantity in _named(act, LineState.IN_PRODUCTION):
        act.move(line, LineState.READY_TO_SHIP)
    yield from ()


@touchpoint(
    "orders.ship",
    title=_("Lines have shipped"),
    said=_("goods of the order were shipped"),
    on=PurchaseOrder,
    takes=LinesMoved,
    by=Side.AUTO,
    side=Side.CMO,
    moves=moves(LineState.READY_TO_SHIP, LineState.RECEIVED, LineState.SHIPPED, to=LineState.SHIPPED),
)
def ship(act: Context[PurchaseOrder, LinesMoved]) -> Iterator[Fact]:
    """Goods of the line were handed over to the carrier."""
    states = (LineState.READY_TO_SHIP, LineState.RECEIVED, LineState.SHIPPED)
    for line, quantity in _named(act, *states):
        act.change(line, shipped_value=line.shipped_value + quantity)
        if line.state != LineState.SHIPPED:
            act.move(line, LineState.SHIPPED)
    yield from ()


@touchpoint(
    "orders.receive",
    title=_("Lines have been received"),
    said=_("goods of the order were received"),
    on=PurchaseOrder,
    takes=LinesMoved,
    by=Side.AUTO,
    side=Side.SPONSOR,
    moves=moves(LineState.SHIPPED, LineState.RECEIVED, to=(LineState.RECEIVED, LineState.COMPLETE)),
)
def receive(act: Context[PurchaseOrder, LinesMoved]) -> Iterator[Fact]:
    """Goods of the line have arrived; the line is complete once what is open lies within the tolerance."""
    ended = True
    for line in lines_in(act.on):
        if str(line.pk) in act.payload.lines and line.state in (LineState.SHIPPED, LineState.RECEIVED):
            act.change(line, received_value=line.received_value + Decimal(act.payload.lines[str(line.pk)]))
            target = LineState.COMPLETE if _is_complete(line) else LineState.RECEIVED
            if line.state != target:
                act.move(line, target)
        ended = ended and line.state in (LineState.COMPLETE, LineState.CANCELLED)
    if ended:
        yield OrderDelivered(act.on.id)


def _is_complete(line: OrderLine) -> bool:
    """Open quantity ≤ under-tolerance, and nothing still on its way (states.md 3.3)."""
    wanted: Decimal = line.confirmed_value or line.requested_value
    least = wanted * (1 - line.item.tolerance_percent / 100)
    return bool(line.received_value >= least and line.received_value >= line.shipped_value)


@touchpoint(
    "orders.close",
    title=_("Close the order"),
    said=_("the order was closed"),
    on=PurchaseOrder,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.SPONSOR,
)
def close(act: Context[PurchaseOrder, NoPayload]) -> Iterator[Fact]:
    """Everything is delivered, invoiced and paid: the order is closed and never changed again."""
    act.change(act.on, closed_at=act.now)
    yield from ()
