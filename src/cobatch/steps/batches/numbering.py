"""Lot numbers: what is allowed, and which one comes next (R-13)."""

import re
from collections.abc import Iterable
from datetime import date

# GS1 character set 82, in upper case, as application identifier 10 carries it.
ALLOWED = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_]{1,20}")
_SERIES_SIZE = 100


def is_lot_number(text: str) -> bool:
    """At most 20 characters that a GS1 bar code can carry, in upper case."""
    return ALLOWED.fullmatch(text) is not None


def month_letter(month: int) -> str:
    """A for January to L for December."""
    return chr(ord("A") + month - 1)


def suggestion(site: str, day: date, of_item: Iterable[str], of_site: Iterable[str]) -> str:
    """The next number of the site's pattern: code, year, month, series of the item, running number.

    Each item has a series of its own (01.., 02..) each year, and another one when that is used up.
    """
    year = f"{day.year % 100:02d}"
    sequence = max(_sequences(site, year, of_item), default=-1) + 1
    if sequence % _SERIES_SIZE == 0:  # none yet, or the series is used up
        series = max((each // _SERIES_SIZE for each in _sequences(site, year, of_site)), default=0)
        sequence = (series + 1) * _SERIES_SIZE + 1
    return f"{site}{year}{month_letter(day.month)}{sequence:04d}"


def _sequences(site: str, year: str, numbers: Iterable[str]) -> Iterable[int]:
    pattern = re.compile(rf"{re.escape(site)}{year}[A-L](\d{{4}})(-\d\d|R\d)?")
    return (int(found[1]) for number in numbers if (found := pattern.fullmatch(number)))
