"""What shipments bring about on the orders they fulfil."""

from collections.abc import Iterator
from typing import Any

from cobatch.steps.shipments.facts import GoodsReceived, GoodsShipped, PacksByLine
from cobatch.touchpoints.context import Perform
from cobatch.touchpoints.declare import reacts_to


@reacts_to(GoodsShipped)
def ship_the_lines(fact: GoodsShipped, act: Any) -> Iterator[Perform]:
    """Lines of every order in the shipment have shipped."""
    yield from _on_each_order("orders.ship", fact.orders)


@reacts_to(GoodsReceived)
def receive_the_lines(fact: GoodsReceived, act: Any) -> Iterator[Perform]:
    """Lines of every order in the shipment have arrived."""
    yield from _on_each_order("orders.receive", fact.orders)


def _on_each_order(code: str, orders: PacksByLine) -> Iterator[Perform]:
    for order, lines in orders.items():
        yield Perform(code, on=order, payload={"lines": {str(pk): packs for pk, packs in lines.items()}})
