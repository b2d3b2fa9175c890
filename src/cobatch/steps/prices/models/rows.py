"""What a quoted and an agreed price have in common."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models

from cobatch.kernel.columns import MoneyColumns, currency, money_amount, quantity_value, unit_price_amount
from cobatch.network.models import Item
from cobatch.network.rows import SharedRow
from cobatch.steps.prices.models.states import TierAt


class PriceRow(SharedRow):
    """Price of one item and all that decides it; `tiers` lists {"from", "price"} above the base price."""

    append_only: ClassVar[bool] = True

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    price_amount = unit_price_amount()
    price_currency = currency()
    price = MoneyColumns("price_amount", "price_currency")
    tiers = models.JSONField(default=list)
    retroactive = models.BooleanField(default=False)
    tier_at = models.CharField(max_length=10, choices=TierAt.choices, default=TierAt.ORDER)
    opening_volume = quantity_value(default=Decimal(0))
    year_start = models.DateField()
    annual_volume = quantity_value()
    minimum_batches = models.PositiveSmallIntegerField(default=1)
    lead_time_weeks = models.PositiveSmallIntegerField()
    expedite_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    yield_target_percent = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    yield_tolerance_points = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    yield_credit_amount = money_amount(null=True)

    class Meta:
        abstract = True

    def year_beginning(self, day: date) -> date:
        """First day of the contract year in which the day lies."""
        years = day.year - self.year_start.year
        begun = _anniversary(self.year_start, years)
        return begun if begun <= day else _anniversary(self.year_start, years - 1)


def _anniversary(day: date, years: int) -> date:
    """29 February becomes 28 February in a year without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
