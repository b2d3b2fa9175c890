"""R-4: which tier holds at which volume."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from cobatch.kernel.money import Money
from cobatch.steps.prices.models import AgreedPrice
from cobatch.steps.prices.terms import PriceTerms, tiers_of


def terms(base, *tiers, retroactive=False):
    return PriceTerms(
        agreement_id=uuid4(), number="PA", item_id=uuid4(), retroactive=retroactive, tier_at="order",
        tiers=tiers_of(Decimal(base), [{"from": volume, "price": price} for volume, price in tiers]),
        opening_volume=Decimal(0), year_start=date(2026, 1, 1), currency="USD",
    )  # fmt: skip


HR_101 = terms("2.18", ("700000", "2.02"), ("400000", "2.10"))
HR_102 = terms("1.38", ("500000", "1.33"))


@pytest.mark.parametrize(
    ("agreed", "volume", "price"),
    [
        (HR_101, 0, "2.18"),
        (HR_101, 399_999, "2.18"),
        (HR_101, 400_000, "2.10"),
        (HR_101, 699_999, "2.10"),
        (HR_101, 700_000, "2.02"),
        (HR_101, 5_000_000, "2.02"),
        (HR_102, 499_999, "1.38"),
        (HR_102, 500_000, "1.33"),
    ],
)
def test_the_price_falls_when_the_volume_reaches_a_tier(agreed, volume, price):
    assert agreed.at(Decimal(volume)) == Money(Decimal(price), "USD")


def test_an_order_across_a_tier_costs_each_band_at_its_own_price():
    assert HR_101.amount(Decimal(390_000), Decimal(22_000)) == Money(
        Decimal("47000.00"), "USD"
    )  # 10 k 2.18, 12 k 2.10
    assert HR_101.amount(Decimal(0), Decimal(800_000)) == Money(Decimal(1_704_000), "USD")


def test_retroactive_tiers_are_paid_at_the_base_price_and_credited_at_the_end_of_the_year():
    agreed = terms("1.38", ("500000", "1.33"), retroactive=True)

    assert agreed.at(Decimal(600_000)) == Money(Decimal("1.38"), "USD")
    assert agreed.amount(Decimal(490_000), Decimal(20_000)) == Money(Decimal(27_600), "USD")
    assert agreed.credit_at_year_end(Decimal(499_999)) == Money.zero("USD")
    assert agreed.credit_at_year_end(Decimal(600_000)) == Money(Decimal(30_000), "USD")


def test_marginal_tiers_leave_nothing_to_credit():
    assert HR_102.credit_at_year_end(Decimal(600_000)) == Money.zero("USD")


@pytest.mark.parametrize(
    ("start", "day", "begun"),
    [
        (date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 1)),
        (date(2026, 7, 1), date(2027, 6, 30), date(2026, 7, 1)),
        (date(2026, 7, 1), date(2027, 7, 1), date(2027, 7, 1)),
        (date(2028, 2, 29), date(2029, 2, 28), date(2029, 2, 28)),
    ],
)
def test_the_contract_year_begins_anew_every_year(start, day, begun):
    assert AgreedPrice(year_start=start).year_beginning(day) == begun
