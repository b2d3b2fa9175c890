"""What the two companies send about shipments."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from cobatch.kernel.groups import group
from cobatch.kernel.quantity import Quantity
from cobatch.steps.shipments.models import Mode
from cobatch.steps.shipments.risk import Incoterm
from cobatch.steps.shipments.sscc import as_read
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload

Text = Annotated[str, StringConstraints(max_length=2000)]
Sscc = Annotated[str, BeforeValidator(lambda text: as_read(text) if isinstance(text, str) else text)]


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


class LineShipped(Payload):
    """How much of one line was handed over."""

    line: Annotated[UUID, Choose("shipments.lines"), group.logistics] = Field(
        description=gettext_noop("The line.")
    )
    quantity: Annotated[Quantity, group.logistics] = Field(
        description=gettext_noop("Packs handed over: not more than was instructed.")
    )


class UnitsShipped(Payload):
    """One handling unit, or several equal ones with consecutive serial numbers."""

    line: Annotated[UUID, Choose("shipments.lines"), group.logistics] = Field(
        description=gettext_noop("The line whose packs are inside.")
    )
    sscc: Annotated[Sscc, group.logistics] = Field(
        description=gettext_noop("SSCC of the unit, 18 digits; of several, the first one.")
    )
    quantity: Annotated[Quantity, group.logistics] = Field(description=gettext_noop("Packs in each unit."))
    count: Annotated[int, group.logistics] = Field(
        1, description=gettext_noop("How many such units follow each other."), ge=1, le=5000
    )


class ShipNotice(Payload):
    """The manufacturer's advance ship notice."""

    lines: list[LineShipped] = Field(
        description=gettext_noop("Every line of the shipment, with what was handed over."),
        min_length=1,
        max_length=200,
    )
    units: list[UnitsShipped] = Field(
        description=gettext_noop("The handling units; together they hold each line's quantity."),
        min_length=1,
        max_length=5000,
    )
    handed_over_at: Annotated[datetime, group.logistics] = Field(
        description=gettext_noop("When the carrier took the goods over.")
    )
    waybill: Annotated[str, group.logistics] = Field(
        "", description=gettext_noop("Number of the waybill or bill of lading."), max_length=40
    )
    container: Annotated[str, group.logistics] = Field(
        "", description=gettext_noop("Number of the container."), max_length=30
    )
    seal: Annotated[str, group.logistics] = Field(
        "", description=gettext_noop("Number of the seal."), max_length=30
    )
    expected_on: Annotated[date | None, group.logistics] = Field(
        None, description=gettext_noop("The day it should arrive, if that has changed.")
    )
    remark: Annotated[Text, group.logistics] = Field(
        "", description=gettext_noop("For the receiver to read.")
    )

    @model_validator(mode="after")
    def has_a_zone(self) -> Self:
        """A time without zone is nobody's time."""
        if self.handed_over_at.tzinfo is None:
            raise ValueError(gettext_noop("Say the time together with its zone."))
        return self


class LineReceived(Payload):
    """What was counted of one line, this time."""

    line: Annotated[UUID, Choose("shipments.lines"), group.logistics] = Field(
        description=gettext_noop("The line.")
    )
    good: Annotated[Quantity, group.logistics] = Field(
        description=gettext_noop("Packs received in good condition.")
    )
    damaged: Annotated[Quantity | None, group.logistics] = Field(
        None, description=gettext_noop("Packs received damaged.")
    )


class Receipt(Payload):
    """What the receiver counted."""

    lines: list[LineReceived] = Field(
        description=gettext_noop("Each line that was counted."), min_length=1, max_length=200
    )
    missing: Annotated[list[Sscc], group.logistics] = Field(
        default_factory=list, description=gettext_noop("SSCC of units that did not arrive."), max_length=5000
    )
    seal_intact: Annotated[bool, group.logistics] = Field(
        description=gettext_noop("The seal is unbroken and its number is the announced one.")
    )
    final: Annotated[bool, group.logistics] = Field(
        False,
        description=gettext_noop("Nothing more will come: what is short stays on record as a difference."),
    )
    remark: Annotated[Text, group.logistics] = Field(
        "", description=gettext_noop("What was seen on arrival.")
    )
