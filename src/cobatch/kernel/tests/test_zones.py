from datetime import UTC, datetime

import pytest

from cobatch.kernel import clock
from cobatch.kernel.zones import both_clocks

PUNE, BOSTON = ("Asia/Kolkata", "Pune"), ("America/New_York", "Boston")


@pytest.fixture(autouse=True)
def _in_2026():
    with clock.hold_at(datetime(2026, 10, 1, tzinfo=UTC)):
        yield


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (datetime(2026, 11, 24, 11, 30, tzinfo=UTC), "Tue 24 Nov 17:00 Pune · 06:30 Boston"),
        (datetime(2026, 11, 24, 4, 30, tzinfo=UTC), "Tue 24 Nov 10:00 Pune · Mon 23 Nov 23:30 Boston"),
        (datetime(2026, 10, 24, 11, 30, tzinfo=UTC), "Sat 24 Oct 17:00 Pune · 07:30 Boston"),
        (datetime(2027, 1, 1, 2, 0, tzinfo=UTC), "Fri 1 Jan 2027 07:30 Pune · Thu 31 Dec 21:00 Boston"),
    ],
)
def test_both_clocks_are_shown_with_day_and_year_where_they_differ(instant: datetime, shown: str) -> None:
    assert both_clocks(instant, PUNE, BOSTON) == shown


def test_one_clock_will_do_for_one_site() -> None:
    assert both_clocks(datetime(2025, 11, 24, 11, 30, tzinfo=UTC), PUNE, None) == "Mon 24 Nov 2025 17:00 Pune"
