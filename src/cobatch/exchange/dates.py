"""Dates as people write them. A date that two people could read differently is refused, never guessed."""

import re
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from cobatch.exchange.cells import Value
from cobatch.exchange.values import Misread, check

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar", "feb february februar", "mar march mär märz mrz", "apr april", "may mai",
            "jun june juni", "jul july juli", "aug august", "sep sept september", "oct october okt oktober",
            "nov november", "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
DAY_ZERO = date(1899, 12, 30)  # of Excel's count, for every day after February 1900
COUNTED = range(36526, 73051)  # 2000 to 2099, so that a quantity in the wrong column is no date
WRITTEN_TOGETHER = range(20000101, 20991232)
YEAR_FIRST = re.compile(r"([0-9]{4})([-/.]?)([0-9]{1,2})\2([0-9]{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?")
YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})")
NAMED = re.compile(r"([0-9]{1,2})\.?[-/. ]\s*([^\W\d_]+)\.?[-/, ]\s*([0-9]{4}|[0-9]{2})")
NAMED_FIRST = re.compile(r"([^\W\d_]+)\.?[-/ ]([0-9]{1,2}),?[-/ ]\s*([0-9]{4})")
LAST_MONTH = 12


def day(value: Value) -> date:
    """The day a cell names. Raises Misread."""
    check(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _counted(value)
    return _written(str(value).strip())


def _counted(value: float) -> date:
    whole = int(value)
    if whole in COUNTED:
        return DAY_ZERO + timedelta(days=whole)
    if whole in WRITTEN_TOGETHER and value == whole:
        return _made(str(value), whole // 10_000, whole // 100 % 100, whole % 100)
    raise _unknown(f"{value:g}")


def _written(text: str) -> date:
    if found := YEAR_FIRST.fullmatch(text):
        return _made(text, int(found[1]), int(found[3]), int(found[4]))
    if found := NAMED.fullmatch(text):
        return _made(text, _year(found[3]), _month(text, found[2]), int(found[1]))
    if found := NAMED_FIRST.fullmatch(text):
        return _made(text, int(found[3]), _month(text, found[1]), int(found[2]))
    if found := YEAR_LAST.fullmatch(text):
        return _year_last(text, found[2], int(found[1]), int(found[3]), found[4])
    raise _unknown(text)


def _year_last(text: str, mark: str, first: int, second: int, year: str) -> date:
    """With points and a full year the day comes first; otherwise only where no other reading is possible."""
    if mark == "." and len(year) == 4:  # noqa: PLR2004
        return _made(text, int(year), second, first)
    if len(year) == 2 or (first != second and first <= LAST_MONTH and second <= LAST_MONTH):  # noqa: PLR2004
        words = {"text": text}
        raise Misread(
            _("“%(text)s” can be read as more than one date: write it as 2026-11-24 or 24-Nov-2026.") % words
        )
    month, of_month = (second, first) if first > LAST_MONTH else (first, second)
    return _made(text, int(year), month, of_month)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)  # noqa: PLR2004


def _month(text: str, name: str) -> int:
    number = MONTHS.get(name.casefold())
    if number is None:
        raise _unknown(text)
    return number


def _made(text: str, year: int, month: int, of_month: int) -> date:
    try:
        return date(year, month, of_month)
    except ValueError:
        raise _unknown(text) from None


def _unknown(text: str) -> Misread:
    return Misread(_("“%(text)s” is not a date: write it as 2026-11-24 or 24-Nov-2026.") % {"text": text})
