"""What the two companies send about forecasts."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext_noop
from pydantic import Field, StringConstraints, model_validator

from cobatch.kernel.groups import group
from cobatch.kernel.quantity import Quantity
from cobatch.steps.plans.models import Constraint
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload

Text = Annotated[str, StringConstraints(max_length=2000)]
Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$"), group.logistics]
MOST = 2000


class Bucket(Payload):
    """One item in one month."""

    item: Annotated[str, Choose("plans.items"), group.logistics] = Field(
        description=gettext_noop("Your item number, the other company's, or the GTIN."), max_length=40
    )
    month: Month = Field(description=gettext_noop("Year and month, e.g. 2027-03."))
    quantity: Annotated[Quantity, group.logistics] = Field(description=gettext_noop("Packs in this month."))

    @property
    def first_day(self) -> date:
        """The month as a date."""
        return first_day(self.month)

    @model_validator(mode="after")
    def not_negative(self) -> Self:
        """Nobody plans less than nothing."""
        if self.quantity.value < 0:
            raise ValueError(gettext_noop("A quantity cannot be below zero."))
        return self


class Demand(Bucket):
    """What the sponsor expects to order of one item in one month."""

    reason: Annotated[str, group.commercial] = Field(
        "", description=gettext_noop("Why a frozen month changes."), max_length=500
    )


class Republication(Payload):
    """The forecast of a month once more, complete."""

    rows: list[Demand] = Field(
        description=gettext_noop("One row an item and month."), min_length=1, max_length=MOST
    )
    notes: Annotated[Text, group.commercial] = Field(
        "", description=gettext_noop("For the manufacturer to read.")
    )

    @model_validator(mode="after")
    def once(self) -> Self:
        """Each item comes once a month."""
        each_bucket_once(self.rows)
        return self


class Publication(Republication):
    """The rolling forecast of a month."""

    month: Month = Field(
        description=gettext_noop("The month in which you publish; the forecast begins after it.")
    )

    @property
    def first_day(self) -> date:
        """The month as a date."""
        return first_day(self.month)


class Resource(StrEnum):
    """Which resource does not allow more."""

    MATERIAL = Constraint.MATERIAL.value
    PEOPLE = Constraint.PEOPLE.value
    PLANT = Constraint.PLANT.value
    LABORATORY = Constraint.LABORATORY.value
    SHUTDOWN = Constraint.SHUTDOWN.value


class Commitment(Bucket):
    """What the manufacturer commits to for one item in one month."""

    upside: Annotated[Quantity | None, group.logistics] = Field(
        None, description=gettext_noop("Packs possible beyond the commitment.")
    )
    constraint: Annotated[Resource | None, group.logistics] = Field(
        None,
        description=gettext_noop("What does not allow more: needed where you commit to less than is wanted."),
    )
    recovery: Annotated[date | None, group.logistics] = Field(
        None, description=gettext_noop("The earliest day on which the shortage is made up for.")
    )


class Answer(Payload):
    """The manufacturer's answer to a forecast."""

    rows: list[Commitment] = Field(
        description=gettext_noop("One row an item and month; frozen and firm months are all needed."),
        min_length=1,
        max_length=MOST,
    )
    comment: Annotated[Text, group.commercial] = Field(
        "", description=gettext_noop("For the sponsor to read.")
    )

    @model_validator(mode="after")
    def once(self) -> Self:
        """Each item comes once a month."""
        each_bucket_once(self.rows)
        return self


class Consensus(Payload):
    """What both companies agree to, month by month."""

    rows: list[Bucket] = Field(
        description=gettext_noop("One row an item and month."), min_length=1, max_length=MOST
    )
    mitigation: Annotated[Text, group.commercial] = Field(
        "", description=gettext_noop("How shortages that you accept will be bridged.")
    )

    @model_validator(mode="after")
    def once(self) -> Self:
        """Each item comes once a month."""
        each_bucket_once(self.rows)
        return self


def first_day(month: str) -> date:
    """2026-11 as a date."""
    return date.fromisoformat(f"{month}-01")


def each_bucket_once(rows: Sequence[Bucket]) -> None:
    """Raises ValueError when an item comes twice in a month."""
    if len({(row.item, row.month) for row in rows}) < len(rows):
        raise ValueError(gettext_noop("An item comes twice in a month."))
