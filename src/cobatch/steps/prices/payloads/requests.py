"""What the sponsor sends to ask for prices."""

from datetime import date
from typing import Annotated, Self

from django.utils.translation import gettext_noop
from pydantic import Field, model_validator

from cobatch.kernel.groups import group
from cobatch.steps.prices.payloads.rows import ItemNumber, Text, Volume, days_in_order, each_item_once
from cobatch.touchpoints.payloads import Payload


class Wanted(Payload):
    """One item that a price is wanted for."""

    item: ItemNumber = Field(description=gettext_noop("Your item number, the manufacturer's, or the GTIN."))
    annual_volume: Annotated[Volume, group.commercial] = Field(
        description=gettext_noop("Packs you expect to order in a year.")
    )


class AskForPrices(Payload):
    """What the sponsor wants prices for."""

    items: list[Wanted] = Field(description=gettext_noop("The items."), min_length=1, max_length=100)
    scope: Annotated[Text, group.commercial] = Field(
        "", description=gettext_noop("What the price is to cover: process, supply model, specification.")
    )
    valid_from: Annotated[date, group.commercial] = Field(
        description=gettext_noop("First day of the prices.")
    )
    valid_to: Annotated[date, group.commercial] = Field(description=gettext_noop("Last day of the prices."))
    due: Annotated[date, group.logistics] = Field(
        description=gettext_noop("Until when you want the quotation.")
    )

    @model_validator(mode="after")
    def sensible(self) -> Self:
        """The days are in order and each item comes once."""
        days_in_order(self.valid_from, self.valid_to)
        each_item_once([each.item for each in self.items])
        return self
