"""What the sponsor enters about an item."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_noop
from pydantic import Field

from cobatch.kernel.groups import group
from cobatch.kernel.quantity import Quantity
from cobatch.network.models.items import ExpiryBasis
from cobatch.touchpoints.payloads import Payload


class Basis(StrEnum):
    """From which day shelf life counts."""

    FIRST_MIXING = ExpiryBasis.FIRST_MIXING.value
    FILL = ExpiryBasis.FILL.value
    RELEASE_CAPPED = ExpiryBasis.RELEASE_CAPPED.value


class NewItem(Payload):
    """A product, strength and presentation that both companies know by their own numbers."""

    sponsor_number: Annotated[str, group.logistics] = Field(
        description=gettext_noop("The sponsor's number."), max_length=40
    )
    cmo_number: Annotated[str, group.logistics] = Field(
        description=gettext_noop("The manufacturer's number."), max_length=40
    )
    gtin: Annotated[str, group.logistics] = Field(
        "", description=gettext_noop("GTIN-14, if there is one."), pattern="^([0-9]{14})?$"
    )
    name: Annotated[str, group.logistics] = Field(
        description=gettext_noop("Product, strength, form and pack."), max_length=200
    )
    units_per_pack: Annotated[int, group.logistics] = Field(
        1, description=gettext_noop("Base units (tablets, vials) in one pack."), ge=1
    )
    order_multiple: Annotated[Decimal, group.logistics] = Field(
        Decimal(1), description=gettext_noop("Orders are multiples of this many packs."), gt=0
    )
    batch: Annotated[Quantity, group.quality] = Field(
        description=gettext_noop("Theoretical size of one batch, in base units.")
    )
    tolerance_percent: Annotated[Decimal, group.commercial] = Field(
        Decimal(5), description=gettext_noop("By how much a delivery may differ from the order."), ge=0, le=20
    )
    shelf_life_months: Annotated[int, group.quality] = Field(
        description=gettext_noop("Shelf life in months."), ge=1, le=120
    )
    expiry_basis: Annotated[Basis, group.quality] = Field(
        description=gettext_noop("From which day shelf life counts.")
    )
    target_yield_percent: Annotated[Decimal, group.quality] = Field(
        description=gettext_noop("Yield aimed at."), gt=0, le=105
    )
    alert_low_percent: Annotated[Decimal, group.quality] = Field(
        description=gettext_noop("Yield below which an alert is raised."), gt=0, le=105
    )
    alert_high_percent: Annotated[Decimal, group.quality] = Field(
        description=gettext_noop("Yield above which an alert is raised."), gt=0, le=110
    )
    markets: Annotated[list[str], group.quality] = Field(
        description=gettext_noop("Countries of sale, two letters each."), min_length=1
    )
    storage: Annotated[str, group.quality] = Field(
        "", description=gettext_noop("Storage, e.g. 2–8 °C."), max_length=60
    )
