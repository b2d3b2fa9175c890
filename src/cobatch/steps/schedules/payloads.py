"""What the two companies send about schedules."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import Field, StringConstraints, model_validator

from cobatch.kernel.groups import group
from cobatch.steps.schedules import models
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload

Text = Annotated[str, StringConstraints(max_length=2000)]


class Constraint(StrEnum):
    """Which resource decides the dates."""

    MATERIALS = models.Constraint.MATERIALS.value
    PEOPLE = models.Constraint.PEOPLE.value
    PLANT = models.Constraint.PLANT.value
    LABORATORY = models.Constraint.LABORATORY.value


class Cause(StrEnum):
    """Why dates moved."""

    MATERIALS = models.Cause.MATERIALS.value
    PEOPLE = models.Cause.PEOPLE.value
    PLANT = models.Cause.PLANT.value
    LABORATORY = models.Cause.LABORATORY.value
    QUALITY = models.Cause.QUALITY.value
    SPONSOR = models.Cause.SPONSOR.value


class Planned(Payload):
    """One planned batch; its dates are days at the manufacturer's site."""

    order_line: Annotated[UUID, Choose("schedules.lines"), group.logistics] = Field(
        description=gettext_noop("The confirmed line it is made for.")
    )
    number: Annotated[str, group.logistics] = Field(
        description=gettext_noop("Your planned number; it names the batch from version to version."),
        min_length=1,
        max_length=20,
    )
    line: Annotated[str, group.logistics] = Field(
        "", description=gettext_noop("Production line or room."), max_length=60
    )
    start: Annotated[date, group.logistics] = Field(description=gettext_noop("First dispensing."))
    pack_end: Annotated[date, group.logistics] = Field(description=gettext_noop("Packaging closed."))
    qc_ready: Annotated[date, group.logistics] = Field(description=gettext_noop("Tests done."))
    cmo_release: Annotated[date, group.logistics] = Field(
        description=gettext_noop("Released by your quality unit.")
    )
    ready_to_ship: Annotated[date, group.logistics] = Field(
        description=gettext_noop("Ready to be handed over.")
    )
    constraint: Annotated[Constraint | None, group.logistics] = Field(
        None, description=gettext_noop("What decides these dates, if one thing does.")
    )
    cause: Annotated[Cause | None, group.logistics] = Field(
        None, description=gettext_noop("Why dates moved: needed for a move inside the frozen window.")
    )

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """Each step comes after the one before."""
        days = [self.start, self.pack_end, self.qc_ready, self.cmo_release, self.ready_to_ship]
        if days != sorted(days):
            raise ValueError(
                gettext_noop("Start, packaging, tests, release and readiness come in this order.")
            )
        return self


class Plan(Payload):
    """A new version of the schedule: every batch still to be made."""

    rows: list[Planned] = Field(description=gettext_noop("One row a batch."), min_length=1, max_length=500)
    remark: Annotated[Text, group.commercial] = Field(
        "", description=gettext_noop("For the sponsor to read.")
    )


class Objection(Payload):
    """What a planned batch would do to the sponsor."""

    row: Annotated[UUID, Choose("schedules.rows"), group.logistics] = Field(
        description=gettext_noop("The planned batch you object to.")
    )
    impact: Annotated[str, group.logistics] = Field(
        description=gettext_noop("What it would do to you."), min_length=1, max_length=400
    )
    stock_out_on: Annotated[date | None, group.logistics] = Field(
        None, description=gettext_noop("The day on which you would run out of stock.")
    )
    stock_out_market: Annotated[str, group.logistics] = Field(
        "", description=gettext_noop("In which market, two letters."), pattern="^([A-Z]{2})?$"
    )


class Objections(Payload):
    """The sponsor does not accept the schedule."""

    objections: list[Objection] = Field(
        description=gettext_noop("One line a planned batch."), min_length=1, max_length=500
    )
    remark: Annotated[Text, group.commercial] = Field(
        "", description=gettext_noop("For the manufacturer to read.")
    )


class StartsPlanned(Payload):
    """Planned starts of order lines, as a new schedule gives them."""

    starts: Annotated[dict[str, date], group.logistics] = Field(
        description=gettext_noop("Line id and day."), default_factory=dict
    )
