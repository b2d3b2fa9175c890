"""Dates: one reading or none."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobatch.exchange.cells import Formula
from cobatch.exchange.dates import day
from cobatch.exchange.values import Misread

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-24", "20261124", "24.11.2026", "24-Nov-26", "24-Nov-2026", "24 November 2026", "Nov 24, 2026",
        "24/11/2026", "11/24/2026", "2026/11/24", "2026-11-24 00:00:00", 46350.0, 46350, 20261124.0, DAY,
        datetime(2026, 11, 24, 8, 30),  # noqa: DTZ001 - as a workbook has it
    ],
)  # fmt: skip
def test_a_date_is_read_as_people_write_it(written):
    assert day(written) == DAY


@pytest.mark.parametrize("written", ["03/04/2026", "3-4-2026", "03/04/26", "24.11.26", "24/11/26"])
def test_a_date_of_two_readings_is_refused_with_the_way_out(written):
    with pytest.raises(Misread, match="24-Nov-2026"):
        day(written)


def test_the_same_day_either_way_is_no_riddle():
    assert day("03/03/2026") == date(2026, 3, 3)
    assert day("3.4.2026") == date(2026, 4, 3)


@pytest.mark.parametrize(
    "written",
    [
        "31.02.2026",
        "24-Foo-2026",
        "soon",
        "",
        22000.0,
        20261399,
        True,
        Formula(),
        "2026-13-01",
        "24.11.2026 x",
    ],
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(Misread):
        day(written)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_found_again(wanted):
    serial = (wanted - date(1899, 12, 30)).days
    for written in (wanted.isoformat(), f"{wanted:%d.%m.%Y}", f"{wanted:%d-%b-%y}", float(serial), wanted):
        assert day(written) == wanted
