"""R-7, R-9 and R-13 with their vectors."""

from datetime import date
from decimal import Decimal

import pytest

from cobatch.network.models.items import ExpiryBasis
from cobatch.steps.batches.expiry import ShelfLife, expiry_of, months_later, printed, printed_until
from cobatch.steps.batches.numbering import is_lot_number, suggestion
from cobatch.steps.batches.yields import batch_yield, difference, is_outside, label_reconciliation


@pytest.mark.parametrize(
    ("packs", "in_a_pack", "theoretical", "percent"),
    [
        (21850, 90, 2000000, "98.32"),  # 98.325, half to even
        (20920, 90, 2000000, "94.14"),
        (21900, 90, 2000000, "98.55"),
        (41600, 28, 1200000, "97.07"),
        (41640, 28, 1200000, "97.16"),
        (41700, 28, 1200000, "97.30"),
        (23180, 1, 24000, "96.58"),
        (23040, 1, 24000, "96.00"),
        (58640, 1, 60000, "97.73"),
        (58510, 1, 60000, "97.52"),
    ],
)
def test_yield_counts_base_units(packs, in_a_pack, theoretical, percent):
    assert str(batch_yield(Decimal(packs) * in_a_pack, Decimal(theoretical))) == percent


@pytest.mark.parametrize(
    ("figure", "outside"), [("95.99", True), ("96.00", False), ("101.00", False), ("101.01", True)]
)
def test_the_borders_of_the_alert_band_belong_to_it(figure, outside):
    assert is_outside(Decimal(figure), Decimal(96), Decimal(101)) is outside


def test_four_labels_nobody_can_account_for():
    assert str(label_reconciliation(21500, 20920, 430, 146)) == "99.981"
    assert label_reconciliation(0, 0, 0, 0) == 100


def test_a_balance_says_what_is_missing_or_too_much():
    assert difference(Decimal(100), Decimal(90), Decimal(7)) == 3
    assert difference(Decimal(100), Decimal(104)) == -4


@pytest.mark.parametrize(
    ("basis", "made", "release", "last", "print_"),
    [
        (ExpiryBasis.RELEASE_CAPPED, "2026-10-19", "2026-11-09", "2029-11-09", "10/2029"),
        (ExpiryBasis.RELEASE_CAPPED, "2026-09-01", "2026-10-15", "2029-09-01", "08/2029"),
        (
            ExpiryBasis.RELEASE_CAPPED,
            "2026-09-01",
            "2026-10-01",
            "2029-10-01",
            "09/2029",
        ),  # 30 days are in time
        (ExpiryBasis.RELEASE_CAPPED, "2026-09-01", "2026-10-02", "2029-09-01", "08/2029"),
        (ExpiryBasis.FIRST_MIXING, "2026-10-19", "2026-11-09", "2029-10-19", "09/2029"),
        (ExpiryBasis.FILL, "2026-01-31", "2026-02-20", "2029-01-31", "01/2029"),
        (ExpiryBasis.FIRST_MIXING, "2026-01-05", "2026-02-20", "2029-01-05", "12/2028"),
    ],
)
def test_expiry_and_its_print(basis, made, release, last, print_):
    found = expiry_of(ShelfLife(basis, 36), date.fromisoformat(made), date.fromisoformat(release))

    assert found.isoformat() == last
    assert printed(found) == print_
    assert printed_until(print_) <= found


def test_a_month_without_that_day_ends_earlier():
    assert months_later(date(2026, 8, 31), 18) == date(2028, 2, 29)
    assert printed(date(2028, 2, 29)) == "02/2028"
    assert printed(date(2028, 2, 28)) == "01/2028"


@pytest.mark.parametrize(
    ("own", "site", "number"),
    [
        ([], [], "SF26K0101"),
        (["SF26H0101", "SF26I0103", "SF26J0104"], ["SF26I0202"], "SF26K0105"),
        ([], ["SF26H0101", "SF26I0202"], "SF26K0301"),
        (["SF25L0107"], ["SF26H0201"], "SF26K0301"),
        (["SF26A0199"], ["SF26A0199", "SF26B0201"], "SF26K0301"),
        (["OLD-1", "SF26H0104R1"], [], "SF26K0105"),
    ],
)
def test_the_next_number_follows_the_items_series(own, site, number):
    assert suggestion("SF", date(2026, 11, 23), own, own + site) == number


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("SF26K0101", True), ("SF26K0101-01", True), ("A" * 20, True), ("A" * 21, False), ("", False),
        ("sf26k0101", False), ("SF 26", False), ("SF#26", False), ("SÄ26", False),
    ],
)  # fmt: skip
def test_a_lot_number_fits_a_bar_code(text, allowed):
    assert is_lot_number(text) is allowed
