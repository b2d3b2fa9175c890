"""What the sponsor sends when goods shall leave."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import Field, StringConstraints, model_validator

from cobatch.kernel.groups import group
from cobatch.kernel.quantity import Quantity
from cobatch.steps.shipments.models import Mode
from cobatch.steps.shipments.risk import Incoterm
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload

Text = Annotated[str, StringConstraints(max_length=2000)]


class ModeOfTransport(StrEnum):
    """How the goods shall travel."""

    ROAD = Mode.ROAD.value
    AIR = Mode.AIR.value
    SEA = Mode.SEA.value
    RAIL = Mode.RAIL.value
    COURIER = Mode.COURIER.value


class Paper(StrEnum):
    """Documents that may be wanted with the goods."""

    CERTIFICATE_OF_ANALYSIS = "coa"
    PACKING_LIST = "packing_list"
    COMMERCIAL_INVOICE = "invoice"
    EXPORT_DECLARATION = "export"
    DANGEROUS_GOODS = "dangerous_goods"


class Cancellation(Payload):
    """The goods shall stay."""

    reason: Annotated[Text, group.logistics] = Field(
        description=gettext_noop("Why, for the warehouse to read."), min_length=3
    )


class LineInstructed(Payload):
    """Packs of one batch that shall leave for one order line."""

    batch: Annotated[UUID, Choose("shipments.batches"), group.logistics] = Field(
        description=gettext_noop("The released batch.")
    )
    order_line: Annotated[UUID, Choose("shipments.order_lines"), group.logistics] = Field(
        description=gettext_noop("The order line it is for.")
    )
    quantity: Annotated[Quantity, group.logistics] = Field(description=gettext_noop("How many packs."))


class Instruction(Payload):
    """The sponsor's shipping instruction."""

    lines: list[LineInstructed] = Field(
        description=gettext_noop("What shall leave, one batch and order line each."),
        min_length=1,
        max_length=200,
    )
    ship_to: Annotated[str, group.logistics] = Field(
        "", description=gettext_noop("Where the goods go; empty takes the order's address."), max_length=120
    )
    incoterm: Annotated[Incoterm | None, group.logistics] = Field(
        None, description=gettext_noop("Empty takes the order's.")
    )
    incoterm_place: Annotated[str, group.logistics] = Field(
        "", description=gettext_noop("Place of the Incoterm; empty takes the order's."), max_length=60
    )
    carrier: Annotated[str, group.logistics] = Field(
        description=gettext_noop("Carrier or forwarder."), min_length=1, max_length=80
    )
    mode: Annotated[ModeOfTransport, group.logistics] = Field(
        description=gettext_noop("How the goods travel.")
    )
    coldest_celsius: Annotated[Decimal | None, group.quality] = Field(
        None, description=gettext_noop("Lowest temperature allowed, °C."), ge=-200, le=60, decimal_places=1
    )
    warmest_celsius: Annotated[Decimal | None, group.quality] = Field(
        None, description=gettext_noop("Highest temperature allowed, °C."), ge=-200, le=60, decimal_places=1
    )
    documents: Annotated[list[Paper], group.logistics] = Field(
        default_factory=list, description=gettext_noop("Documents wanted with the goods."), max_length=5
    )
    pickup_from: Annotated[date, group.logistics] = Field(
        description=gettext_noop("First day for the pick-up.")
    )
    pickup_until: Annotated[date, group.logistics] = Field(
        description=gettext_noop("Last day for the pick-up.")
    )
    expected_on: Annotated[date, group.logistics] = Field(
        description=gettext_noop("The day you expect it to arrive; remaining shelf life is counted there.")
    )
    remark: Annotated[Text, group.logistics] = Field(
        "", description=gettext_noop("For the warehouse to read.")
    )

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """Days and temperatures each come in their order."""
        if not self.pickup_from <= self.pickup_until <= self.expected_on:
            raise ValueError(
                gettext_noop("Pick-up begins, ends, and then the goods arrive: the days are out of order.")
            )
        low, high = self.coldest_celsius, self.warmest_celsius
        if low is not None and high is not None and low > high:
            raise ValueError(gettext_noop("The lowest temperature is above the highest."))
        return self
