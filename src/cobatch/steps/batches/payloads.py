"""What the manufacturer sends about batches."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from cobatch.kernel.groups import group
from cobatch.kernel.quantity import Quantity
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload

Market = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Count = Annotated[int, Field(ge=0, le=2_000_000_000)]


class StagePlanned(Payload):
    """One stage of the route."""

    name: Annotated[Name, group.logistics] = Field(
        description=gettext_noop("Granulation, coating, packaging …")
    )
    bulk: Annotated[bool, group.logistics] = Field(
        default=True,
        description=gettext_noop("A stage before packaging; leave it unticked for packaging itself."),
    )
    planned_end: Annotated[date | None, group.logistics] = Field(
        None, description=gettext_noop("The day on which this stage is planned to end.")
    )


class NewBatch(Payload):
    """A batch to be made for a line of an order."""

    line: Annotated[UUID, Choose("batches.lines"), group.logistics] = Field(
        description=gettext_noop("The order line it is made for.")
    )
    number: Annotated[str, group.quality] = Field(
        description=gettext_noop("Your lot number: at most 20 characters, upper case, never used before."),
        min_length=1,
        max_length=20,
    )
    sponsor_lot: Annotated[str, group.quality] = Field(
        "", description=gettext_noop("The sponsor's lot number, if it gives one."), max_length=20
    )
    master_record: Annotated[UUID, Choose("batches.master_records"), group.quality] = Field(
        description=gettext_noop("The effective master batch record it is made by.")
    )
    theoretical: Annotated[Quantity | None, group.quality] = Field(
        None, description=gettext_noop("Tablets or vials. Leave it empty to take the item's batch size.")
    )
    markets: Annotated[list[Market], Choose("batches.markets"), group.quality] = Field(
        default_factory=list,
        description=gettext_noop("Countries it is meant for: none means the order's."),
        max_length=40,
    )
    planned_start: Annotated[date, group.logistics] = Field(description=gettext_noop("First dispensing."))
    planned_end: Annotated[date, group.logistics] = Field(description=gettext_noop("Packaging closed."))
    line_cleared: Annotated[bool, group.quality] = Field(
        default=False, description=gettext_noop("The line was cleared of the product made before.")
    )
    stages: list[StagePlanned] = Field(
        description=gettext_noop("The route in its order, packaging last."), min_length=1, max_length=30
    )

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """It ends after it starts, no market comes twice, and bulk stages come before packaging."""
        if self.planned_end < self.planned_start:
            raise ValueError(gettext_noop("It is planned to end before it starts."))
        if len(set(self.markets)) < len(self.markets):
            raise ValueError(gettext_noop("A market is named twice."))
        bulk = [stage.bulk for stage in self.stages]
        if not bulk[0] or bulk != sorted(bulk, reverse=True):
            raise ValueError(
                gettext_noop("The route begins with a stage before packaging, and packaging comes last.")
            )
        return self


class Start(Payload):
    """The first step of a batch was done."""

    started_at: Annotated[AwareDatetime, group.quality] = Field(
        description=gettext_noop("When it really began: now or earlier.")
    )
    room: Annotated[str, group.quality] = Field(
        description=gettext_noop("Room or line."), min_length=1, max_length=60
    )
    equipment: Annotated[list[Name], group.quality] = Field(
        default_factory=list, description=gettext_noop("Numbers of the equipment used."), max_length=40
    )
    first_mixing: Annotated[bool, group.quality] = Field(
        default=True,
        description=gettext_noop("The active was first mixed with other substances: shelf life begins."),
    )
    first_mixing_on: Annotated[date | None, group.quality] = Field(
        None, description=gettext_noop("On which day, if not on the day it began.")
    )


class StageReport(Payload):
    """A stage is over."""

    stage: Annotated[UUID, Choose("batches.stages"), group.quality] = Field(
        description=gettext_noop("The stage that is over; stages are reported in their order.")
    )
    started_at: Annotated[AwareDatetime, group.quality] = Field(description=gettext_noop("When it began."))
    ended_at: Annotated[AwareDatetime, group.quality] = Field(description=gettext_noop("When it ended."))
    good: Annotated[Count, group.quality] = Field(description=gettext_noop("Good tablets or vials."))
    scrap: Annotated[Count, group.quality] = Field(
        0, description=gettext_noop("Tablets or vials thrown away.")
    )
    checks_passed: Annotated[Count, group.quality] = Field(
        0, description=gettext_noop("In-process checks passed.")
    )
    checks_failed: Annotated[Count, group.quality] = Field(
        0, description=gettext_noop("In-process checks failed.")
    )
    first_mixing_on: Annotated[date | None, group.quality] = Field(
        None, description=gettext_noop("If the active was first mixed in this stage: on which day.")
    )

    @model_validator(mode="after")
    def forwards(self) -> Self:
        """A stage ends after it began."""
        if self.ended_at < self.started_at:
            raise ValueError(gettext_noop("It ended before it began."))
        return self
