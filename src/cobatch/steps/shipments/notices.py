"""What is said at both ends of the way: the ship notice and the receipt."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import BeforeValidator, Field, model_validator

from cobatch.kernel.groups import group
from cobatch.kernel.quantity import Quantity
from cobatch.steps.shipments.payloads import Text
from cobatch.steps.shipments.sscc import as_read
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload

Sscc = Annotated[str, BeforeValidator(lambda text: as_read(text) if isinstance(text, str) else text)]


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
        default=False,
        description=gettext_noop("Nothing more will come: what is short stays on record as a difference."),
    )
    remark: Annotated[Text, group.logistics] = Field(
        "", description=gettext_noop("What was seen on arrival.")
    )
