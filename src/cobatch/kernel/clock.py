"""The one clock of the business. Demo, replay and tests may move it; sign-in and TLS use the system's.

Moving holds for the whole process; holding still only for the running context, so that two replays do not
disturb each other. A held clock wins over a moved one.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_NONE = timedelta()
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_held: ContextVar[datetime | None] = ContextVar("held", default=None)


class _Moved:
    """In an object rather than a module variable, so that one assignment replaces it for every thread."""

    by: timedelta = _NONE


def now() -> datetime:
    return _held.get() or datetime.now(UTC) + _Moved.by


def today(zone: str) -> date:
    """The date at a site: the day of business is the site's, not UTC's."""
    return now().astimezone(ZoneInfo(zone)).date()


def move_to(instant: datetime) -> None:
    """From here on the clock shows `instant` and runs on."""
    set_offset(_aware(instant) - datetime.now(UTC))


def offset() -> timedelta:
    return _Moved.by


def set_offset(by: timedelta) -> None:
    _Moved.by = by


def reset() -> None:
    set_offset(_NONE)


def moved() -> bool:
    return _Moved.by != _NONE or _held.get() is not None


@contextmanager
def hold_at(instant: datetime) -> Iterator[datetime]:
    """Within the block time stands still at `instant`."""
    token = _held.set(_aware(instant))
    try:
        yield _aware(instant)
    finally:
        _held.reset(token)


def instant_text(instant: datetime) -> str:
    """RFC 3339 in UTC with milliseconds; what is finer is cut off, never rounded into the future."""
    return _aware(instant).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_instant(text: str) -> datetime:
    if not _RFC_3339.fullmatch(text):
        raise ValueError(f"{text!r} is not an instant of RFC 3339")
    return datetime.fromisoformat(text.upper()).astimezone(UTC)


def _aware(instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError("an instant needs its offset from UTC")
    return instant.astimezone(UTC)
