"""The manufacturer's quotation. Prices are in the currency of the request, for one pack."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext_noop
from pydantic import Field, model_validator

from cobatch.kernel.groups import group
from cobatch.steps.prices.models import TierAt
from cobatch.steps.prices.payloads.rows import (
    OfItem,
    Percent,
    Text,
    Tier,
    UnitPrice,
    each_item_once,
    each_tier_once,
)
from cobatch.touchpoints.payloads import Payload

PARTS = ("conversion", "components", "testing", "packaging", "api_handling")


class Counting(StrEnum):
    """Which event counts towards a price tier, and decides the price."""

    ORDER = TierAt.ORDER.value
    HAND_OVER = TierAt.HAND_OVER.value


class ItemQuoted(OfItem):
    """The quotation for one item, with what its price is made of."""

    price: Annotated[UnitPrice, group.commercial] = Field(
        description=gettext_noop("Price of one pack, before tiers.")
    )
    conversion: Annotated[UnitPrice, group.commercial] = Field(
        description=gettext_noop("Share of the price for making it.")
    )
    components: Annotated[UnitPrice, group.commercial] = Field(
        Decimal(0), description=gettext_noop("Share of the price for materials.")
    )
    testing: Annotated[UnitPrice, group.commercial] = Field(
        Decimal(0), description=gettext_noop("Share of the price for tests and release.")
    )
    packaging: Annotated[UnitPrice, group.commercial] = Field(
        Decimal(0), description=gettext_noop("Share of the price for packaging.")
    )
    api_handling: Annotated[UnitPrice, group.commercial] = Field(
        Decimal(0), description=gettext_noop("Share of the price for handling your active ingredient.")
    )
    minimum_batches: Annotated[int, group.commercial] = Field(
        1, description=gettext_noop("Smallest order, in batches."), ge=1, le=1000
    )
    lead_time_weeks: Annotated[int, group.logistics] = Field(
        description=gettext_noop("Weeks from order to hand-over."), ge=1, le=104
    )
    tier_at: Annotated[Counting, group.commercial] = Field(
        Counting.ORDER,
        description=gettext_noop("Whether tiers count what is ordered or what is handed over."),
    )
    retroactive: Annotated[bool, group.commercial] = Field(
        default=False,
        description=gettext_noop("A tier reached re-prices the whole year by a credit note at its end."),
    )
    year_start: Annotated[date | None, group.commercial] = Field(
        None, description=gettext_noop("First day of the contract year; empty: the first day of the prices.")
    )
    opening_volume: Annotated[Decimal, group.commercial] = Field(
        Decimal(0),
        description=gettext_noop("Packs of that year from before this agreement."),
        ge=0,
        max_digits=18,
    )
    expedite_percent: Annotated[Percent, group.commercial] = Field(
        Decimal(0), description=gettext_noop("Surcharge for expedited orders, in percent.")
    )
    yield_target_percent: Annotated[Percent | None, group.commercial] = Field(
        None, description=gettext_noop("Yield that the price assumes, in percent.")
    )
    yield_tolerance_points: Annotated[Percent | None, group.commercial] = Field(
        None, description=gettext_noop("By how many points the yield may fall short without a credit.")
    )
    yield_credit_value: Annotated[Decimal | None, group.commercial] = Field(
        None,
        description=gettext_noop("Value of one kilogram of active ingredient lost."),
        ge=0,
        max_digits=19,
    )

    @model_validator(mode="after")
    def adds_up(self) -> Self:
        """The shares make the price."""
        if sum((getattr(self, part) for part in PARTS), Decimal(0)) != self.price:
            raise ValueError(gettext_noop("The shares do not add up to the price."))
        return self


class Quote(Payload):
    """The manufacturer's quotation for everything that was asked."""

    items: list[ItemQuoted] = Field(
        description=gettext_noop("One row an item."), min_length=1, max_length=100
    )
    tiers: list[Tier] = Field(
        default_factory=list, description=gettext_noop("Lower prices from certain volumes on.")
    )
    open_until: Annotated[date, group.commercial] = Field(
        description=gettext_noop("Last day on which the quotation can be accepted.")
    )
    remark: Annotated[Text, group.commercial] = Field(
        "", description=gettext_noop("For the sponsor to read.")
    )

    @model_validator(mode="after")
    def sensible(self) -> Self:
        """Each item comes once, each tier once."""
        each_item_once([each.item for each in self.items])
        each_tier_once(self.tiers)
        return self
