"""Counter-offers, and reasons for ending the talks."""

from datetime import date
from typing import Annotated, Self

from django.utils.translation import gettext_noop
from pydantic import Field, model_validator

from cobatch.kernel.groups import group
from cobatch.steps.prices.payloads.rows import (
    OfItem,
    Text,
    Tier,
    UnitPrice,
    days_in_order,
    each_item_once,
    each_tier_once,
)
from cobatch.touchpoints.payloads import Payload


class NewPrice(OfItem):
    """Another price for one item."""

    price: Annotated[UnitPrice, group.commercial] = Field(
        description=gettext_noop("Price of one pack, before tiers.")
    )


class CounterOffer(Payload):
    """A counter-offer: prices and tiers as they shall be; all else stays as offered."""

    items: list[NewPrice] = Field(description=gettext_noop("One row an item."), min_length=1, max_length=100)
    tiers: list[Tier] = Field(
        default_factory=list, description=gettext_noop("All tiers, also those that stay.")
    )
    valid_from: Annotated[date, group.commercial] = Field(
        description=gettext_noop("First day of the prices.")
    )
    valid_to: Annotated[date, group.commercial] = Field(description=gettext_noop("Last day of the prices."))
    reason: Annotated[Text, group.commercial] = Field(description=gettext_noop("Why."), min_length=3)

    @model_validator(mode="after")
    def sensible(self) -> Self:
        """The days are in order, each item and each tier comes once."""
        days_in_order(self.valid_from, self.valid_to)
        each_item_once([each.item for each in self.items])
        each_tier_once(self.tiers)
        return self


class Because(Payload):
    """An act that needs a reason."""

    reason: Annotated[str, group.commercial] = Field(
        description=gettext_noop("Why."), min_length=3, max_length=500
    )
