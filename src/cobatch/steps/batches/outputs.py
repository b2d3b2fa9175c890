"""What the manufacturer sends when a batch is packed."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext_noop
from pydantic import Field, model_validator

from cobatch.kernel.groups import group
from cobatch.kernel.quantity import Quantity
from cobatch.steps.batches.payloads import Count
from cobatch.touchpoints.payloads import Payload


class RejectReason(StrEnum):
    """Why base units were rejected at packaging."""

    APPEARANCE = "appearance"
    WEIGHT = "weight"
    PACKAGING = "packaging"
    PRINT = "print"
    OTHER = "other"


class Rejects(Payload):
    """Base units rejected for one reason."""

    reason: Annotated[RejectReason, group.quality] = Field(
        description=gettext_noop("Why they were rejected.")
    )
    count: Annotated[Count, group.quality] = Field(description=gettext_noop("Tablets or vials rejected."))


class Labels(Payload):
    """The count of printed labels."""

    issued: Annotated[Count, group.quality] = Field(description=gettext_noop("Labels given to the line."))
    used: Annotated[Count, group.quality] = Field(description=gettext_noop("Labels on packs."))
    damaged: Annotated[Count, group.quality] = Field(0, description=gettext_noop("Labels destroyed."))
    returned: Annotated[Count, group.quality] = Field(
        0, description=gettext_noop("Labels returned to store.")
    )
    unaccounted: Annotated[Count, group.quality] = Field(
        0, description=gettext_noop("Labels nobody can account for.")
    )

    @model_validator(mode="after")
    def adds_up(self) -> Self:
        """What became of the labels adds up to those issued."""
        if self.used + self.damaged + self.returned + self.unaccounted != self.issued:
            raise ValueError(
                gettext_noop("Used, damaged, returned and unaccounted labels must come to those issued.")
            )
        return self


class Output(Payload):
    """What came out of a batch."""

    packed: Annotated[Quantity, group.quality] = Field(description=gettext_noop("Packs that came out."))
    packed_on: Annotated[date, group.quality] = Field(
        description=gettext_noop("The day packaging was closed.")
    )
    into_packaging: Annotated[Count | None, group.quality] = Field(
        None,
        description=gettext_noop(
            "Tablets or vials that went into packaging, if the last stage said otherwise."
        ),
    )
    samples: Annotated[Count, group.quality] = Field(
        0, description=gettext_noop("Tablets or vials taken as samples: laboratory, retained, stability.")
    )
    rejects: list[Rejects] = Field(
        default_factory=list, description=gettext_noop("Tablets or vials rejected, by reason."), max_length=20
    )
    explained_loss: Annotated[Count, group.quality] = Field(
        0, description=gettext_noop("Tablets or vials lost for a known reason: set-up, line clearance.")
    )
    labels: Labels = Field(description=gettext_noop("The reconciliation of printed labels."))
    filled_on: Annotated[date | None, group.quality] = Field(
        None, description=gettext_noop("Filled products: the day of filling, from which shelf life counts.")
    )
    planned_release: Annotated[date, group.quality] = Field(
        description=gettext_noop("When you plan to release it: fixes the expiry that is printed.")
    )
