"""Rows that several payloads share, and the checks on them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_noop
from pydantic import Field, StringConstraints

from cobatch.kernel.groups import group
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload

Text = Annotated[str, StringConstraints(max_length=2000)]
ItemNumber = Annotated[str, Choose("prices.items"), group.logistics]
UnitPrice = Annotated[Decimal, Field(ge=0, max_digits=19, decimal_places=6)]
Volume = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=6)]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


class OfItem(Payload):
    """A row that concerns one item."""

    item: ItemNumber = Field(description=gettext_noop("The item."))


class Tier(OfItem):
    """A lower price from a certain volume on."""

    from_volume: Annotated[Volume, group.commercial] = Field(
        description=gettext_noop("From this many packs in the contract year on.")
    )
    price: Annotated[UnitPrice, group.commercial] = Field(
        description=gettext_noop("Price of one pack from there on.")
    )


def days_in_order(first: date, last: date) -> None:
    """Raises ValueError when the last day is before the first."""
    if last < first:
        raise ValueError(gettext_noop("The last day is before the first."))


def each_item_once(numbers: Sequence[str]) -> None:
    """Raises ValueError when an item comes twice."""
    if len(set(numbers)) < len(numbers):
        raise ValueError(gettext_noop("An item comes twice."))


def each_tier_once(tiers: Sequence[Tier]) -> None:
    """Raises ValueError when an item has two prices from the same volume on."""
    if any(times > 1 for times in Counter((tier.item, tier.from_volume) for tier in tiers).values()):
        raise ValueError(gettext_noop("Two tiers of an item begin at the same volume."))
