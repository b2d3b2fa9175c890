"""What the two companies send about agreements and master documents."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import Field, StringConstraints, field_validator, model_validator

from cobatch.kernel.calendars import Term
from cobatch.kernel.groups import group
from cobatch.steps.agreements.models import DocumentKind
from cobatch.touchpoints.choices import Choose, Upload
from cobatch.touchpoints.payloads import Payload

Duty = Annotated[str, StringConstraints(pattern="^([RACI](/[RACI])*)?$", max_length=7)]


class Responsibility(Payload):
    """One line of the matrix."""

    code: Annotated[str, group.quality] = Field(
        description=gettext_noop("Short name of the activity; the clock runs under it."),
        pattern="^[a-z_]{2,40}$",
    )
    activity: Annotated[str, group.quality] = Field(
        description=gettext_noop("What is to be done."), min_length=1, max_length=200
    )
    cmo: Annotated[Duty, group.quality] = Field(
        "", description=gettext_noop("The manufacturer: R does it, A answers for it, C is asked, I is told.")
    )
    sponsor: Annotated[Duty, group.quality] = Field(
        "", description=gettext_noop("The sponsor: R does it, A answers for it, C is asked, I is told.")
    )
    term: Annotated[str, group.quality] = Field(
        "",
        description=gettext_noop("How long it may take: 5 bd, 24 h or 30 cd. Empty for no clock."),
        max_length=8,
    )
    note: Annotated[str, group.quality] = Field("", description=gettext_noop("A remark."), max_length=200)

    @field_validator("term")
    @classmethod
    def is_a_term(cls, term: str) -> str:
        """A clock can only run for a term it understands."""
        try:
            return str(Term.parse(term)) if term else ""
        except ValueError:
            raise ValueError(gettext_noop("Write a term as 5 bd, 24 h or 30 cd.")) from None


class QualityAgreementProposal(Payload):
    """A quality agreement as both sides are to sign it."""

    number: Annotated[str, group.quality] = Field(
        description=gettext_noop("The agreement's number."), min_length=1, max_length=40
    )
    revision: Annotated[str, group.quality] = Field(
        description=gettext_noop("Its version: 1, 2, 3."), min_length=1, max_length=10
    )
    title: Annotated[str, group.quality] = Field(
        description=gettext_noop("Its title."), min_length=1, max_length=200
    )
    file: Annotated[UUID, Upload(), group.quality] = Field(description=gettext_noop("The agreement's text."))
    effective_from: Annotated[date, group.quality] = Field(
        description=gettext_noop("From which day it holds, at the manufacturer's site.")
    )
    responsibilities: list[Responsibility] = Field(
        description=gettext_noop("Who does what, and how fast."), min_length=1, max_length=200
    )

    @model_validator(mode="after")
    def once_each(self) -> Self:
        """An activity has one line, or two clocks could run for it."""
        codes = [row.code for row in self.responsibilities]
        if len(set(codes)) < len(codes):
            raise ValueError(gettext_noop("Each activity has one line."))
        return self


class Reason(Payload):
    """Why something is returned or withdrawn."""

    reason: Annotated[str, group.quality] = Field(
        description=gettext_noop("For the other side and for inspectors to read."),
        min_length=3,
        max_length=2000,
    )


class Kind(StrEnum):
    """What the document rules."""

    MASTER_BATCH_RECORD = DocumentKind.MASTER_BATCH_RECORD.value
    SPECIFICATION = DocumentKind.SPECIFICATION.value
    ARTWORK = DocumentKind.ARTWORK.value
    SAMPLING_PLAN = DocumentKind.SAMPLING_PLAN.value


class DocumentSubmission(Payload):
    """A new document, or a new revision of one."""

    item: Annotated[str, Choose("agreements.items"), group.quality] = Field(
        description=gettext_noop("The item it is for: the sponsor's number, yours, or the GTIN."),
        max_length=40,
    )
    kind: Annotated[Kind, group.quality] = Field(description=gettext_noop("What it rules."))
    number: Annotated[str, group.quality] = Field(
        description=gettext_noop("The document's number."), min_length=1, max_length=40
    )
    revision: Annotated[str, group.quality] = Field(
        description=gettext_noop("Its version: 01, 02, 03."), min_length=1, max_length=10
    )
    title: Annotated[str, group.quality] = Field(
        description=gettext_noop("Its title."), min_length=1, max_length=200
    )
    file: Annotated[UUID, Upload(), group.quality] = Field(description=gettext_noop("The document itself."))
    effective_from: Annotated[date, group.quality] = Field(
        description=gettext_noop("From which day batches follow it, at your site.")
    )
    change: Annotated[str, group.quality] = Field(
        "",
        description=gettext_noop("Change reference and reason; a first version needs none."),
        max_length=500,
    )


class DocumentResubmission(Payload):
    """The revision once more, as the author has changed it."""

    file: Annotated[UUID, Upload(), group.quality] = Field(description=gettext_noop("The changed document."))
    effective_from: Annotated[date, group.quality] = Field(
        description=gettext_noop("From which day batches follow it, at your site.")
    )
    answer: Annotated[str, group.quality] = Field(
        description=gettext_noop("What you changed, for the reviewers."), min_length=3, max_length=2000
    )
