"""Until when a batch may be used, and what is printed on the pack (R-9)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from cobatch.network.models.items import ExpiryBasis

CAP = timedelta(days=30)
MONTHS = 12


@dataclass(frozen=True)
class ShelfLife:
    """The two settings of an item that its expiry follows from."""

    basis: str
    months: int


def counted_from(basis: str, made: date, release: date) -> date:
    """The day shelf life counts from. `made` is the first mixing, or the filling of filled products.

    Under the European rule it is the release, unless that comes more than 30 days after making.
    """
    if basis == ExpiryBasis.RELEASE_CAPPED:
        return made if release - made > CAP else release
    return made


def expiry_of(life: ShelfLife, made: date, release: date) -> date:
    """The last day of use."""
    return months_later(counted_from(life.basis, made, release), life.months)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, _last_day(year, month)))


def printed(expiry: date) -> str:
    """MM/YYYY, good up to the last day of that month: the month before, unless expiry is a month's end."""
    if expiry.day != _last_day(expiry.year, expiry.month):
        expiry = expiry.replace(day=1) - timedelta(days=1)
    return f"{expiry.month:02d}/{expiry.year}"


def printed_until(text: str) -> date:
    """The last day that a printed MM/YYYY allows."""
    month, year = map(int, text.split("/"))
    return date(year, month, _last_day(year, month))


def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]
