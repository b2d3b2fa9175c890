"""All acts of the history in the order of time."""

from collections.abc import Iterator
from operator import attrgetter

from cobatch.demo.replay import making, preparing, trading
from cobatch.demo.replay.history import Consignment, History
from cobatch.demo.replay.making import Days, Making
from cobatch.demo.replay.player import Cue


def in_time(history: History) -> list[Cue]:
    """Across all vendors; acts of the same instant stay in the order of the process."""
    return sorted(_all(history), key=attrgetter("at"))


def _all(history: History) -> Iterator[Cue]:
    for vendor in history.vendors.values():
        yield from preparing.lines(vendor, history.last_order_year)
    for order in history.orders.values():
        yield from trading.order_lines(order)
    for consignment in history.consignments.values():
        yield from _batches(consignment)
        yield from trading.consignment_lines(consignment)


def _batches(consignment: Consignment) -> Iterator[Cue]:
    days = Days.of(consignment)
    for row in consignment.rows:
        yield from making.lines(Making(consignment.order, row, days))
