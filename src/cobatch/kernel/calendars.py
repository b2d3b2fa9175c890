"""Working days of a site, and the terms counted in them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from django.utils.text import format_lazy
from django.utils.translation import ngettext_lazy

from cobatch.kernel.words import Words

_DAY = timedelta(days=1)
_WEEK = frozenset(range(7))


@dataclass(frozen=True)
class WorkingCalendar:
    """`weekend` counts Monday as 0; `subdivision` is a region (MH, BW, MA); `closures` the site's own."""

    zone: str
    country: str
    subdivision: str | None = None
    closing: time = time(17)
    weekend: frozenset[int] = frozenset({5, 6})
    closures: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.weekend >= _WEEK:
            raise ValueError("a site works on at least one day of the week")
        try:
            ZoneInfo(self.zone)
        except ZoneInfoNotFoundError as unknown:
            raise ValueError(f"unknown time zone {self.zone!r}") from unknown
        _holidays(self.country, self.subdivision, 2026)

    def is_working(self, day: date) -> bool:
        free = day.weekday() in self.weekend or day in self.closures
        return not free and day not in _holidays(self.country, self.subdivision, day.year)

    def next_working(self, day: date) -> date:
        """`day` itself when it is a working day."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; a negative `count` goes back, 0 gives `day` itself."""
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def at_closing(self, day: date) -> datetime:
        return datetime.combine(day, self.closing, ZoneInfo(self.zone)).astimezone(UTC)

    def local_day(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.zone)).date()


def payment_due(day: date, calendar: WorkingCalendar) -> date:
    """A payment due on a day off moves to the next working day."""
    return calendar.next_working(day)


def working_days_between(first: date, last: date, calendar: WorkingCalendar) -> int:
    """Working days after `first` up to and with `last`; negative when `last` comes first."""
    if last < first:
        return -working_days_between(last, first, calendar)
    days = (first + _DAY * n for n in range(1, (last - first).days + 1))
    return sum(map(calendar.is_working, days))


class TermUnit(StrEnum):
    WORKING_DAYS = "bd"
    HOURS = "h"
    CALENDAR_DAYS = "cd"


@dataclass(frozen=True)
class Term:
    """How long somebody has: `5 bd`, `24 h`, `30 cd`."""

    count: int
    unit: TermUnit

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError("a term does not run backwards")

    def due(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        """Days are counted from the local day of `start` and end with the site; hours run on the clock."""
        if self.unit is TermUnit.HOURS:
            return start.astimezone(UTC) + timedelta(hours=self.count)
        began = calendar.local_day(start)
        if self.unit is TermUnit.WORKING_DAYS:
            return calendar.at_closing(calendar.add_working_days(began, self.count))
        return calendar.at_closing(began + self.count * _DAY)

    def text(self) -> Words:
        return _WORDS[self.unit](self.count)

    @classmethod
    def parse(cls, text: str) -> Self:
        found = re.fullmatch(r"([0-9]{1,4}) ?(bd|h|cd)", text.strip())
        if not found:
            raise ValueError(f"{text!r} is not a term such as '5 bd', '24 h' or '30 cd'")
        return cls(int(found[1]), TermUnit(found[2]))

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"


def bd(count: int) -> Term:
    return Term(count, TermUnit.WORKING_DAYS)


def hours(count: int) -> Term:
    return Term(count, TermUnit.HOURS)


def cd(count: int) -> Term:
    return Term(count, TermUnit.CALENDAR_DAYS)


def _working_days(count: int) -> Words:
    return format_lazy(ngettext_lazy("{count} working day", "{count} working days", count), count=count)


def _hours(count: int) -> Words:
    return format_lazy(ngettext_lazy("{count} hour", "{count} hours", count), count=count)


def _calendar_days(count: int) -> Words:
    return format_lazy(ngettext_lazy("{count} calendar day", "{count} calendar days", count), count=count)


_WORDS: dict[TermUnit, Callable[[int], Words]] = {
    TermUnit.WORKING_DAYS: _working_days,
    TermUnit.HOURS: _hours,
    TermUnit.CALENDAR_DAYS: _calendar_days,
}


@cache
def _holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """Whole years at once: the package's own filling on demand is not safe between threads.

    A holiday may be observed across the turn of the year, hence the years beside it.
    """
    try:
        found = holidays.country_holidays(
            country, subdiv=subdivision, years=(year - 1, year, year + 1), expand=False
        )
    except NotImplementedError as unknown:
        raise ValueError(f"no holidays are known for {country} {subdivision or ''}".strip()) from unknown
    return frozenset(day for day in found if day.year == year)
