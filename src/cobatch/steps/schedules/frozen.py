"""The frozen window: in the first two weeks a date moves only for a cause that is told."""

from datetime import date, timedelta
from typing import Protocol

WINDOW = timedelta(days=14)


class Dates(Protocol):
    """What a planned batch says about its days, in a payload or in a row."""

    @property
    def start(self) -> date: ...

    @property
    def pack_end(self) -> date: ...

    @property
    def qc_ready(self) -> date: ...

    @property
    def cmo_release(self) -> date: ...

    @property
    def ready_to_ship(self) -> date: ...


def days_of(row: Dates) -> tuple[date, ...]:
    """All days of a planned batch, in their order."""
    return row.start, row.pack_end, row.qc_ready, row.cmo_release, row.ready_to_ship


def frozen_until(today: date) -> date:
    """The last day of the frozen window."""
    return today + WINDOW


def moves_frozen_dates(old: Dates, new: Dates, today: date) -> bool:
    """Whether a date that changed lies in the window, or is moved into it."""
    changed = [pair for pair in zip(days_of(old), days_of(new), strict=True) if pair[0] != pair[1]]
    return any(_inside(day, today) for pair in changed for day in pair)


def _inside(day: date, today: date) -> bool:
    return today <= day <= frozen_until(today)
