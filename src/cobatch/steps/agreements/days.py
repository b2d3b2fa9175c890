"""Effective dates are days at the manufacturer's site, where the work is done."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from cobatch.touchpoints.context import Context


def today(act: Context[Any, Any]) -> date:
    """The day of the act at the manufacturer's site."""
    return act.on.relationship.cmo_site.calendar.local_day(act.now)  # type: ignore[no-any-return]


def start_of(day: date, act: Context[Any, Any]) -> datetime:
    """The first instant of a day at the manufacturer's site."""
    zone = ZoneInfo(act.on.relationship.cmo_site.zone)
    return datetime.combine(day, time(), zone).astimezone(UTC)
