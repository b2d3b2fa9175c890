import threading
import time
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobatch.kernel import clock
from cobatch.kernel.identity import new_id

EVENING = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _system_time():
    before = clock.offset()
    clock.reset()
    yield
    clock.set_offset(before)


def test_the_clock_shows_the_systems_time_in_utc_unless_moved() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().utcoffset() == timedelta()
    assert not clock.moved()


def test_a_moved_clock_runs_on_from_where_it_was_put() -> None:
    clock.move_to(EVENING)
    first = clock.now()
    time.sleep(0.01)
    assert EVENING <= first < clock.now() < EVENING + timedelta(minutes=1)
    assert clock.moved()
    clock.reset()
    assert not clock.moved()


def test_a_moved_clock_is_moved_for_every_thread_and_a_held_one_is_not() -> None:
    seen: list[datetime] = []
    clock.move_to(EVENING)
    with clock.hold_at(datetime(2030, 1, 1, tzinfo=UTC)):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
        assert clock.now().year == 2030
    assert EVENING <= seen[0] < EVENING + timedelta(minutes=1)


def test_a_held_clock_stands_still_and_goes_on_afterwards_even_after_a_failure() -> None:
    with clock.hold_at(EVENING):
        assert clock.now() == clock.now() == EVENING
        assert clock.moved()
        with pytest.raises(ZeroDivisionError), clock.hold_at(EVENING + timedelta(days=1)):
            _ = 1 / (clock.now().day - 25)
        assert clock.now() == EVENING
    assert not clock.moved()


def test_the_day_is_the_sites() -> None:
    with clock.hold_at(EVENING):
        assert clock.today("America/New_York") == date(2026, 11, 24)
        assert clock.today("Asia/Kolkata") == date(2026, 11, 25)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31), timezones=st.timezones()))  # noqa: DTZ001
def test_an_instant_read_back_is_the_same_to_the_millisecond_and_never_later(instant: datetime) -> None:
    back = clock.parse_instant(clock.instant_text(instant))
    assert timedelta() <= instant - back < timedelta(milliseconds=1)


def test_instants_are_written_in_utc_with_milliseconds() -> None:
    assert (
        clock.instant_text(datetime(2026, 11, 24, 11, 30, 0, 999999, tzinfo=UTC))
        == "2026-11-24T11:30:00.999Z"
    )
    assert clock.parse_instant("2026-11-24t17:00:00.5+05:30") == datetime(
        2026, 11, 24, 11, 30, 0, 500000, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text", ["2026-11-24", "2026-11-24T17:00:00", "20261124T170000Z", "2026-11-24T25:00:00Z", ""]
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        clock.parse_instant(text)


@pytest.mark.parametrize("use", [clock.move_to, clock.instant_text, lambda at: clock.hold_at(at).__enter__()])
def test_an_instant_without_zone_is_refused(use) -> None:
    with pytest.raises(ValueError, match="offset"):
        use(datetime(2026, 1, 1))  # noqa: DTZ001


def test_ids_are_of_version_seven_and_sort_in_the_order_of_their_making() -> None:
    ids = [new_id() for _ in range(100)]
    assert type(ids[0]) is uuid.UUID
    assert {each.version for each in ids} == {7}
    assert sorted(ids) == ids
    assert len(set(ids)) == 100
