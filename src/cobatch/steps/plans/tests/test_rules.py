"""R-1, R-2, R-3: zones, binding and accuracy, with the vectors of the specification."""

from datetime import date
from decimal import Decimal

import pytest

from cobatch.network.terms import Terms
from cobatch.steps.plans.accuracy import accuracy
from cobatch.steps.plans.binding import binding_quantity, should_try_up_to, unordered
from cobatch.steps.plans.zones import Zone, breaches, change_percent, month_after, months_ahead, zone_of

TERMS = Terms()
NOVEMBER = date(2026, 11, 1)


def numbers(*thousands):
    return [Decimal(each) * 1000 for each in thousands]


@pytest.mark.parametrize(
    ("ahead", "zone"),
    [
        (1, "frozen"),
        (3, "frozen"),
        (4, "firm"),
        (6, "firm"),
        (7, "flexible"),
        (12, "flexible"),
        (13, "outlook"),
    ],
)
def test_zones_follow_each_other(ahead, zone):
    month = month_after(NOVEMBER, ahead)

    assert zone_of(NOVEMBER, month, TERMS) == zone
    assert months_ahead(NOVEMBER, month) == ahead


def test_months_cross_the_year_both_ways():
    assert month_after(NOVEMBER, 2) == date(2027, 1, 1)
    assert month_after(date(2027, 1, 1), -1) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("zone", "old", "new", "breached"),
    [
        (Zone.FIRM, 44_000, 66_000, True),  # +50 %
        (Zone.FIRM, 44_000, 55_000, False),  # +25 %, just allowed
        (Zone.FIRM, 44_000, 33_000, False),
        (Zone.FIRM, 44_000, 32_999, True),
        (Zone.FROZEN, 23_000, 0, True),
        (Zone.FROZEN, 23_000, 23_000, False),
        (Zone.FLEXIBLE, 40_000, 60_000, False),
        (Zone.FLEXIBLE, 40_000, 60_001, True),
        (Zone.OUTLOOK, 1, 1_000_000, False),
        (Zone.FIRM, 0, 0, False),
        (Zone.FIRM, 0, 1_000, True),
        (Zone.FROZEN, None, 44_000, False),  # nothing was agreed for this month before
    ],
)
def test_a_month_may_change_only_within_its_zone(zone, old, new, breached):
    assert breaches(zone, None if old is None else Decimal(old), Decimal(new), TERMS) is breached


def test_the_change_in_percent():
    assert change_percent(Decimal(44_000), Decimal(66_000)) == 50
    assert change_percent(Decimal(0), Decimal(1)) is None


@pytest.mark.parametrize(
    ("zone", "bound"), [("frozen", 44_000), ("firm", 33_000), ("flexible", 0), ("outlook", 0)]
)
def test_the_binding_share_of_a_zone(zone, bound):
    assert binding_quantity(Decimal(44_000), Zone(zone), TERMS) == bound


def test_what_remains_unordered_is_never_less_than_nothing():
    assert unordered(Decimal(33_000), Decimal(22_000)) == 11_000
    assert unordered(Decimal(33_000), Decimal(44_000)) == 0


def test_a_fifth_more_than_the_commitment_is_tried_for():
    assert should_try_up_to(Decimal(1)) == 2
    assert should_try_up_to(Decimal(44_000)) == 52_800


def test_accuracy_of_four_months():
    found = accuracy(numbers(44, 44, 66, 44), numbers(40, 46, 60, 50))

    assert (found.mape, found.wape, found.bias) == (Decimal("9.09"), Decimal("9.18"), Decimal("1.02"))
    assert found.tracking_signal == Decimal("0.444")
    assert not found.alarm


def test_months_without_orders_do_not_count_in_the_mean():
    found = accuracy(numbers(10, 10), numbers(0, 10))

    assert (found.mape, found.wape) == (Decimal(0), Decimal(100))


def test_nothing_to_measure_is_no_figure():
    empty = accuracy([], [])

    assert (empty.mape, empty.wape, empty.bias, empty.tracking_signal) == (None, None, None, None)


def test_a_forecast_that_always_errs_to_one_side_alarms():
    assert accuracy(numbers(12, 12, 12, 12, 12), numbers(10, 10, 10, 10, 10)).alarm
