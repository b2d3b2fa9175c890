"""Instants of the story, written on the clock of where they happen."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def at(local: str, zone: str) -> datetime:
    """ "2026-07-14 10:00" in a zone."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
