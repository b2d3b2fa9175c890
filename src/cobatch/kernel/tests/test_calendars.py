from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils.functional import Promise
from hypothesis import given
from hypothesis import strategies as st

from cobatch.kernel.calendars import (
    Term,
    WorkingCalendar,
    bd,
    cd,
    hours,
    payment_due,
    working_days_between,
)

PUNE = WorkingCalendar("Asia/Kolkata", "IN", "MH")
ULM = WorkingCalendar("Europe/Berlin", "DE", "BW")
BOSTON = WorkingCalendar("America/New_York", "US", "MA")
SITES = st.sampled_from([PUNE, ULM, BOSTON])
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("site", "day", "working"),
    [
        (PUNE, date(2026, 11, 9), True),
        (PUNE, date(2026, 11, 10), False),  # Bali Pratipada, Diwali's working-week day of 2026
        (PUNE, date(2026, 11, 24), False),  # Guru Nanak's birthday
        (PUNE, date(2026, 5, 1), False),  # Maharashtra Day
        (PUNE, date(2026, 11, 26), True),
        (BOSTON, date(2026, 11, 26), False),  # Thanksgiving
        (BOSTON, date(2026, 4, 20), False),  # Patriots' Day, of Massachusetts
        (BOSTON, date(2026, 11, 24), True),
        (ULM, date(2026, 1, 6), False),  # Epiphany, of Baden-Württemberg
        (ULM, date(2026, 11, 26), True),
        (ULM, date(2026, 11, 28), False),  # a Saturday
    ],
)
def test_each_site_keeps_the_holidays_of_its_region(site: WorkingCalendar, day: date, working: bool) -> None:
    assert site.is_working(day) is working


def test_a_holiday_observed_in_the_year_before_is_kept() -> None:
    texas = WorkingCalendar("America/Chicago", "US", "TX")
    federal = WorkingCalendar("America/New_York", "US")
    assert not federal.is_working(date(2027, 12, 31))  # 1 January 2028 is a Saturday
    assert texas.is_working(date(2027, 12, 30))


def test_a_site_has_closures_and_a_weekend_of_its_own() -> None:
    site = WorkingCalendar(
        "Asia/Dubai",
        "AE",
        weekend=frozenset({4, 5}),
        closures=frozenset({date(2026, 11, 24)}),
        closing=time(16, 30),
    )
    assert site.is_working(date(2026, 11, 22))  # a Sunday
    assert not site.is_working(date(2026, 11, 20))  # a Friday
    assert not site.is_working(date(2026, 11, 24))
    assert site.at_closing(date(2026, 11, 23)) == datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


def test_five_working_days_jump_over_diwali_and_end_when_the_site_closes() -> None:
    received = datetime(2026, 11, 5, 6, 0, tzinfo=UTC)
    assert bd(5).due(received, PUNE) == datetime(2026, 11, 13, 11, 30, tzinfo=UTC)
    assert bd(5).due(received, ULM) == datetime(2026, 11, 12, 16, 0, tzinfo=UTC)


def test_five_working_days_jump_over_thanksgiving() -> None:
    assert bd(5).due(datetime(2026, 11, 23, 15, 0, tzinfo=UTC), BOSTON) == datetime(
        2026, 12, 1, 22, 0, tzinfo=UTC
    )


def test_the_day_it_began_is_the_sites_day() -> None:
    late_monday_in_boston = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)
    assert bd(1).due(late_monday_in_boston, BOSTON) == datetime(2026, 11, 17, 22, 0, tzinfo=UTC)
    assert bd(1).due(late_monday_in_boston, PUNE) == datetime(2026, 11, 18, 11, 30, tzinfo=UTC)


def test_hours_run_on_the_clock_through_weekend_and_change_of_time() -> None:
    saturday = datetime(2026, 10, 31, 20, 0, tzinfo=UTC)
    assert hours(24).due(saturday, BOSTON) == saturday + timedelta(hours=24)


def test_closing_time_stays_five_in_the_afternoon_when_clocks_change() -> None:
    friday = datetime(2026, 10, 30, 12, 0, tzinfo=UTC)
    assert bd(0).due(friday, BOSTON) == datetime(2026, 10, 30, 21, 0, tzinfo=UTC)
    assert bd(1).due(friday, BOSTON) == datetime(2026, 11, 2, 22, 0, tzinfo=UTC)
    assert cd(5).due(datetime(2026, 3, 27, 12, tzinfo=UTC), ULM) == datetime(2026, 4, 1, 15, 0, tzinfo=UTC)


def test_calendar_days_do_not_look_at_holidays() -> None:
    assert cd(30).due(datetime(2026, 10, 27, 9, tzinfo=UTC), BOSTON) == datetime(2026, 11, 26, 22, tzinfo=UTC)


def test_a_payment_due_on_a_day_off_moves_to_the_next_working_day() -> None:
    assert payment_due(date(2026, 12, 25), ULM) == date(2026, 12, 28)
    assert payment_due(date(2026, 12, 28), ULM) == date(2026, 12, 28)


@given(SITES, DAYS, st.integers(-40, 40))
def test_counting_days_and_adding_them_agree(site: WorkingCalendar, day: date, count: int) -> None:
    start = site.next_working(day)
    reached = site.add_working_days(start, count)
    assert site.is_working(reached)
    assert working_days_between(start, reached, site) == count


@given(SITES, INSTANTS, INSTANTS, st.integers(1, 30), st.sampled_from([bd, cd, hours]))
def test_who_starts_later_is_never_due_earlier(
    site, one: datetime, other: datetime, count: int, made
) -> None:
    term = made(count)
    first, last = sorted((one, other))
    assert first < term.due(first, site) <= term.due(last, site)
    assert term.due(first, site) < made(count + 1).due(first, site)


@given(st.integers(0, 999), st.sampled_from([bd, cd, hours]))
def test_a_term_is_written_and_read_back(count: int, made) -> None:
    assert Term.parse(str(made(count))) == made(count)


def test_terms_are_said_in_words_that_wait_for_the_language() -> None:
    assert isinstance(bd(5).text(), Promise)
    assert [str(term.text()) for term in (bd(1), bd(5), hours(24), cd(30))] == [
        "1 working day",
        "5 working days",
        "24 hours",
        "30 calendar days",
    ]
    assert [str(term) for term in (bd(5), hours(24), cd(30))] == ["5 bd", "24 h", "30 cd"]


@pytest.mark.parametrize("text", ["5", "bd", "-5 bd", "5 weeks", "5.5 h", ""])
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a term"):
        Term.parse(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Mars/Olympus", "country": "US"},
        {"zone": "Europe/Berlin", "country": "QQ"},
        {"zone": "Europe/Berlin", "country": "DE", "subdivision": "MA"},
        {"zone": "Europe/Berlin", "country": "DE", "weekend": frozenset(range(7))},
    ],
)
def test_a_calendar_that_cannot_be_kept_is_refused_at_once(wrong) -> None:
    with pytest.raises(ValueError, match=r".+"):
        WorkingCalendar(**wrong)
