"""The chapters of the story, one a step; their lines are played in the order of time, not of chapters."""

from collections.abc import Callable, Iterator

from cobatch.demo.chapters import (
    agreements,
    batches,
    invoices,
    orders,
    plans,
    prices,
    quality,
    schedules,
    shipments,
)
from cobatch.demo.stage import Line

CHAPTERS: tuple[Callable[[], Iterator[Line]], ...] = (
    agreements.lines,
    prices.lines,
    plans.lines,
    orders.lines,
    schedules.lines,
    batches.lines,
    quality.lines,
    shipments.lines,
    invoices.lines,
)
