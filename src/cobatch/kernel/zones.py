"""One instant on two clocks."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as dated

from cobatch.kernel import clock


def both_clocks(instant: datetime, first: tuple[str, str], second: tuple[str, str] | None = None) -> str:
    """`Tue 24 Nov 17:00 Pune · 06:30 Boston`: zone and city of the viewer first, then the other side's.

    The second names its day only where it is another one; a year is named when it is not the present one.
    """
    here = instant.astimezone(ZoneInfo(first[0]))
    parts = [_dated(here, first)]
    if second is not None:
        there = instant.astimezone(ZoneInfo(second[0]))
        same_day = there.date() == here.date()
        parts.append(f"{there:%H:%M} {second[1]}" if same_day else _dated(there, second))
    return " · ".join(parts)


def day_text(day: date, zone: str) -> str:
    """`Tue 24 Nov`, with the year when it is not the present one at the site."""
    return dated(day, "D j M" if day.year == clock.today(zone).year else "D j M Y")


def _dated(local: datetime, place: tuple[str, str]) -> str:
    zone, city = place
    return f"{day_text(local.date(), zone)} {local:%H:%M} {city}"
