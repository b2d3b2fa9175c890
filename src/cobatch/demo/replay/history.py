"""The history as companies, items, orders and consignments: what the acts are about."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from cobatch.demo.replay import defaults
from cobatch.demo.replay.reading import Row

SPONSOR = "SCMS"
SLOWEST_DAYS = 60  # nothing is made longer before it arrives, since packs must arrive with shelf life left


@dataclass
class Item:
    """One product of one site in one pack at one price."""

    number: str
    row: Row
    site: int
    day: date
    markets: set[str] = field(default_factory=set)
    volume: Decimal = Decimal(0)


@dataclass
class Vendor:
    """A manufacturer with its sites and items, in the order in which the file names them."""

    code: str
    name: str
    incoterm: str
    day: date
    sites: list[str] = field(default_factory=list)
    items: dict[tuple[object, ...], Item] = field(default_factory=dict)

    def item_of(self, row: Row) -> Item:
        """The item that a row is about."""
        return self.items[item_key(row)]


@dataclass
class Order:
    """All lines of one order number of one vendor, issued when the earliest of them was."""

    number: str
    vendor: Vendor
    day: date
    rows: list[Row] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The name of the order's record, and what the keys of its acts begin with."""
        return f"{self.vendor.code}:{self.number}"


@dataclass
class Consignment:
    """What arrived together under one ship notice."""

    asn: str
    order: Order
    delivered: date
    recorded: date
    mode: str
    incoterm: str
    rows: list[Row] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the keys of its acts begin with."""
        return f"{self.order.key}:{self.asn}"


@dataclass
class History:
    """Everything, and how often each default was needed."""

    vendors: dict[str, Vendor] = field(default_factory=dict)
    orders: dict[tuple[str, str], Order] = field(default_factory=dict)
    consignments: dict[tuple[str, str, str, date], Consignment] = field(default_factory=dict)
    used: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    lines: int = 0

    @property
    def first_day(self) -> date:
        """The day of the first order."""
        return min(order.day for order in self.orders.values())

    @property
    def last_order_year(self) -> int:
        """The year of the last order."""
        return max(order.day.year for order in self.orders.values())

    def items(self) -> list[Item]:
        """All items of all vendors."""
        return [item for vendor in self.vendors.values() for item in vendor.items.values()]


def item_key(row: Row) -> tuple[object, ...]:
    """What makes an item: within a vendor, site, description, pack and price of the pack."""
    return (row.site, row.description, row.pack, row.price)


def understand(rows: list[Row]) -> History:
    """Sort the rows out; the order of the file gives codes and numbers, so that they are always the same."""
    history = History(lines=len(rows), reasons=defaults.reasons(rows))
    for row in rows:
        _take(history, row)
    for order in history.orders.values():
        order.vendor.day = min(order.vendor.day, order.day)
        for row in order.rows:
            item = order.vendor.item_of(row)
            item.day = min(item.day, order.day)
    return history


def _take(history: History, row: Row) -> None:
    day = defaults.order_day(row, history.used)
    incoterm = defaults.incoterm(row, history.used)
    code = f"VND{len(history.vendors) + 1:02d}"
    vendor = history.vendors.setdefault(row.vendor, Vendor(code, row.vendor, incoterm, day))
    _take_item(vendor, row, day)
    order = history.orders.setdefault((row.vendor, row.order), Order(row.order, vendor, day))
    order.day = min(order.day, day)
    order.rows.append(row)
    recorded, mode = defaults.recorded_day(row, history.used), defaults.mode(row, history.used)
    consignment = history.consignments.setdefault(
        (row.vendor, row.order, row.asn, row.delivered),
        Consignment(row.asn, order, row.delivered, recorded, mode, incoterm),
    )
    consignment.recorded = max(consignment.recorded, recorded)
    consignment.rows.append(row)


def _take_item(vendor: Vendor, row: Row, day: date) -> None:
    if row.site not in vendor.sites:
        vendor.sites.append(row.site)
    site = vendor.sites.index(row.site)
    number = f"{vendor.code}-{site + 1:02d}-{len(vendor.items) + 1:03d}"
    item = vendor.items.setdefault(item_key(row), Item(number, row, site, day))
    item.markets.add(row.market)
    item.volume += row.quantity


def items_by_day(vendor: Vendor) -> dict[date, list[Item]]:
    """New items by the day of their first order."""
    found: dict[date, list[Item]] = defaultdict(list)
    for item in vendor.items.values():
        found[item.day].append(item)
    return found


def grouped(values: Iterable[tuple[str, str]]) -> str:
    """Values with the lines they stand for: "7590 (10), 358 (20, 30)"."""
    lines: dict[str, list[str]] = defaultdict(list)
    for line, value in values:
        lines[value].append(line)
    return ", ".join(f"{value} ({', '.join(of)})" for value, of in lines.items() if value) or "not given"
