"""What each company sends when it decides on a batch."""

from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext_noop
from pydantic import Field, model_validator

from cobatch.kernel.groups import group
from cobatch.kernel.quantity import Quantity
from cobatch.steps.quality.payloads import Text, Words
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload


class CmoDecision(StrEnum):
    """The manufacturer's decision on a batch."""

    RELEASE = "release"
    REJECT = "reject"


class CmoDisposition(Payload):
    """The manufacturer's disposition with its statements."""

    decision: Annotated[CmoDecision, group.quality] = Field(
        description=gettext_noop("Release the batch to the sponsor, or reject it.")
    )
    batch_record_reviewed: Annotated[bool, group.quality] = Field(
        description=gettext_noop("I have reviewed the complete batch record.")
    )
    audit_trail_reviewed: Annotated[bool, group.quality] = Field(
        description=gettext_noop("The audit trails of its critical data have been reviewed.")
    )
    no_open_deviation: Annotated[bool, group.quality] = Field(
        description=gettext_noop("No deviation of this batch is open.")
    )
    conformity: Annotated[Text, group.quality] = Field(
        "", description=gettext_noop("Statement of conformity with the rules it was made under.")
    )
    reason: Annotated[Text, group.quality] = Field("", description=gettext_noop("With a rejection: why."))

    @model_validator(mode="after")
    def complete(self) -> Self:
        """A release stands on all statements, a rejection on its reason."""
        if self.decision is CmoDecision.REJECT and not self.reason:
            raise ValueError(gettext_noop("Say why the batch is rejected."))
        stated = self.batch_record_reviewed and self.audit_trail_reviewed and self.no_open_deviation
        if self.decision is CmoDecision.RELEASE and not stated:
            raise ValueError(gettext_noop("A release needs all three statements."))
        return self


class MarketDecided(StrEnum):
    """The sponsor's decision for one market."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class MarketDecision(Payload):
    """The decision for one market."""

    market: Annotated[str, Choose("quality.markets"), group.quality] = Field(
        description=gettext_noop("The market that is decided."), pattern="^[A-Z]{2}$"
    )
    decision: Annotated[MarketDecided, group.quality] = Field(
        description=gettext_noop("Release it for this market, or reject it.")
    )
    quantity: Annotated[Quantity | None, group.quality] = Field(
        None, description=gettext_noop("Packs for this market. Leave it empty when no other market is open.")
    )
    reason: Annotated[Text, group.quality] = Field("", description=gettext_noop("With a rejection: why."))
    disposal: Annotated[Text, group.quality] = Field(
        "", description=gettext_noop("With a rejection: what shall happen to the goods.")
    )

    @model_validator(mode="after")
    def complete(self) -> Self:
        """A rejection says why and what becomes of the goods."""
        if self.decision is MarketDecided.REJECTED and not (self.reason and self.disposal):
            raise ValueError(gettext_noop("A rejection needs a reason and a way of disposal."))
        return self


class Release(Payload):
    """The sponsor's decisions, market by market."""

    decisions: list[MarketDecision] = Field(
        description=gettext_noop("One decision a market."), min_length=1, max_length=50
    )


class QpRelease(Release):
    """The Qualified Person's decisions, with the entry in the register of certified batches."""

    register_entry: Annotated[str, group.quality] = Field(
        description=gettext_noop("Number of the entry in the register of certified batches."),
        min_length=1,
        max_length=40,
    )
    authorisation: Annotated[str, group.quality] = Field(
        description=gettext_noop("Manufacturing authorisation that names you."), min_length=1, max_length=60
    )


class Countersigned(Payload):
    """The sponsor's word on a batch that the manufacturer rejected."""

    disposal: Annotated[Words, group.quality] = Field(
        description=gettext_noop("What shall happen to the goods.")
    )
