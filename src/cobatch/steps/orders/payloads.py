"""What the two companies send about orders."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import Field, StringConstraints, model_validator

from cobatch.kernel.groups import group
from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity
from cobatch.steps.orders.models import DateBasis
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload

Text = Annotated[str, StringConstraints(max_length=2000)]


class Basis(StrEnum):
    """What the dates mean."""

    HAND_OVER = DateBasis.HAND_OVER.value
    ARRIVAL = DateBasis.ARRIVAL.value


class LineOrdered(Payload):
    """One line of a new order."""

    item: Annotated[str, Choose("items"), group.logistics] = Field(
        description=gettext_noop("Your item number, the manufacturer's, or the GTIN."), max_length=40
    )
    quantity: Annotated[Quantity, group.logistics] = Field(
        description=gettext_noop("Packs wanted: a multiple of the item's order multiple.")
    )
    requested_date: Annotated[date, group.logistics] = Field(
        description=gettext_noop("The day on which you want it handed over, or to arrive.")
    )
    price: Annotated[Money | None, group.commercial] = Field(
        None, description=gettext_noop("Price of one pack. Leave it empty to take the agreed price.")
    )


class Order(Payload):
    """A purchase order under the sponsor's own number."""

    number: Annotated[str, group.logistics] = Field(
        description=gettext_noop("The order number of your own system."), min_length=1, max_length=35
    )
    market: Annotated[str, group.logistics] = Field(
        description=gettext_noop("Country of sale, two letters: US, DE."), pattern="^[A-Z]{2}$"
    )
    ship_to: Annotated[str, group.logistics] = Field(
        description=gettext_noop("Where the goods go."), min_length=1, max_length=120
    )
    date_basis: Annotated[Basis, group.logistics] = Field(
        Basis.HAND_OVER, description=gettext_noop("Whether dates mean hand-over to the carrier or arrival.")
    )
    lines: list[LineOrdered] = Field(
        description=gettext_noop("What is ordered, one quantity and date a line."),
        min_length=1,
        max_length=500,
    )


class Answer(StrEnum):
    """The manufacturer's answer to one line."""

    ACCEPT = "accept"
    CHANGE = "change"
    REJECT = "reject"


class Reason(StrEnum):
    """Which resource does not allow it."""

    MATERIALS = "materials"
    PEOPLE = "people"
    PLANT = "plant"
    LABORATORY = "laboratory"


class LineAnswer(Payload):
    """The answer to one line. Two or more offers for the same line split it."""

    line: Annotated[UUID, Choose("lines"), group.logistics] = Field(
        description=gettext_noop("The line that is answered.")
    )
    answer: Annotated[Answer, group.logistics] = Field(
        description=gettext_noop("Accept it as it is, offer another quantity or date, or reject it.")
    )
    quantity: Annotated[Quantity | None, group.logistics] = Field(
        None, description=gettext_noop("With an offer: how many packs.")
    )
    promised_date: Annotated[date | None, group.logistics] = Field(
        None, description=gettext_noop("With an offer: on which day.")
    )
    reason: Annotated[Reason | None, group.logistics] = Field(
        None, description=gettext_noop("What does not allow it: needed with an offer and with a rejection.")
    )

    @model_validator(mode="after")
    def complete(self) -> Self:
        """An offer says how many, when and why; a rejection says why."""
        if self.answer is Answer.CHANGE and (self.quantity is None or self.promised_date is None):
            raise ValueError(gettext_noop("An offer needs a quantity and a date."))
        if self.answer is not Answer.ACCEPT and self.reason is None:
            raise ValueError(gettext_noop("Say what does not allow it."))
        return self


class Confirmation(Payload):
    """The manufacturer's answer to every open line of an order."""

    answers: list[LineAnswer] = Field(
        description=gettext_noop("One answer a line; more than one offer splits it."),
        min_length=1,
        max_length=500,
    )
    remark: Annotated[Text, group.commercial] = Field(
        "", description=gettext_noop("For the sponsor to read.")
    )


class Decision(StrEnum):
    """What the sponsor makes of a proposed change or a rejection."""

    ACCEPT = "accept"
    COUNTER = "counter"
    WITHDRAW = "withdraw"


class LineDecision(Payload):
    """The decision on one line."""

    line: Annotated[UUID, Choose("lines"), group.logistics] = Field(
        description=gettext_noop("The line that is decided.")
    )
    decision: Annotated[Decision, group.logistics] = Field(
        description=gettext_noop("Accept the offer, ask for something else, or withdraw the line.")
    )
    quantity: Annotated[Quantity | None, group.logistics] = Field(
        None, description=gettext_noop("With a counter: how many packs you want.")
    )
    requested_date: Annotated[date | None, group.logistics] = Field(
        None, description=gettext_noop("With a counter: on which day.")
    )

    @model_validator(mode="after")
    def complete(self) -> Self:
        """A counter says how many and when."""
        if self.decision is Decision.COUNTER and (self.quantity is None or self.requested_date is None):
            raise ValueError(gettext_noop("A counter needs a quantity and a date."))
        return self


class Resolution(Payload):
    """The sponsor's decisions on the lines that wait for one."""

    decisions: list[LineDecision] = Field(
        description=gettext_noop("One decision a line."), min_length=1, max_length=500
    )
    remark: Annotated[Text, group.commercial] = Field(
        "", description=gettext_noop("For the manufacturer to read.")
    )


class LinesMoved(Payload):
    """Lines that an event of a later step moves on, each with the quantity it concerns."""

    lines: Annotated[dict[str, str], group.logistics] = Field(
        description=gettext_noop("Line id and quantity in packs."), default_factory=dict
    )
