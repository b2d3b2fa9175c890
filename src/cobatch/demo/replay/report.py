"""What the command says at its end: what was taken where the file is silent, and what came of it."""

from collections.abc import Iterator

from cobatch.demo.replay.figures import Figures
from cobatch.demo.replay.history import SLOWEST_DAYS, History


def report(history: History, figures: Figures) -> Iterator[str]:
    """Line by line."""
    yield f"Played {history.lines} lines, {len(history.orders)} orders, {len(history.consignments)} shipments."
    yield ""
    yield "Where the file is silent:"
    for count, taken in sorted(_taken(history), reverse=True):
        yield f"  {count:>6}  {taken}"
    if history.reasons:
        yield ""
        yield "Reasons instead of dates and figures, kept in the remarks of confirmations, notices and invoices:"
        for reason, count in history.reasons.most_common():
            yield f"  {count:>6}  {reason}"
    yield ""
    yield from _came(figures)


def _taken(history: History) -> Iterator[tuple[int, str]]:
    for taken, count in history.used.items():
        yield count, taken
    items, vendors = len(history.items()), len(history.vendors)
    sites = sum(len(vendor.sites) for vendor in history.vendors.values())
    yield sites, "site of a vendor, named by the file; its clock is UTC, its holidays the United States'"
    yield items, "item: vendor, manufacturing site, description, pack and price of the pack; order multiple 1"
    yield items, "price agreed by one version from the item's first order on"
    yield items, "master batch record of an item, and as many specifications; expiry after 36 months"
    yield (
        history.lines,
        f"lot and handling unit of a line, made in at most the {SLOWEST_DAYS} days before it arrived",
    )
    yield history.lines, "certificate of analysis with one result: that it conforms"
    yield vendors, "page of a vendor that stands for all papers of its relationship"
    yield len(history.consignments), "invoice of a ship notice, on the day its delivery was recorded"


def _came(figures: Figures) -> Iterator[str]:
    yield f"Late {figures.late}, on the day {figures.on_the_day}, early {figures.early}."
    yield f"Mean lateness of the late lines {figures.mean_lateness} days."
    yield f"Value {figures.value:,.2f} USD."
    yield (
        f"{figures.free} free lines; exceptions of the match: {figures.price_exceptions} by price, "
        f"{figures.other_exceptions} others."
    )
