"""What is sent about the documents of a batch."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import Field, StringConstraints, model_validator

from cobatch.kernel.groups import group
from cobatch.touchpoints.choices import Choose, Upload
from cobatch.touchpoints.payloads import Payload

Text = Annotated[str, StringConstraints(max_length=2000)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Figure = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]


class FileSubmitted(Payload):
    """One file of a submission."""

    file: Annotated[UUID, Upload(), group.quality] = Field(description=gettext_noop("The file itself."))
    pages: Annotated[int, group.quality] = Field(
        description=gettext_noop("How many pages it has; the reviewer's comments name a page."),
        ge=1,
        le=100_000,
    )


class CommentAnswered(Payload):
    """The answer to one comment of the reviewer."""

    comment: Annotated[UUID, Choose("quality.comments"), group.quality] = Field(
        description=gettext_noop("The comment that is answered.")
    )
    answer: Annotated[Words, group.quality] = Field(description=gettext_noop("What was done about it."))


class Submission(Payload):
    """The files of one round, with an answer to every open comment."""

    files: list[FileSubmitted] = Field(
        description=gettext_noop("The files that are submitted."), min_length=1, max_length=20
    )
    answers: list[CommentAnswered] = Field(
        description=gettext_noop("One answer to every open comment."), max_length=200, default_factory=list
    )


class Outcome(StrEnum):
    """What the review comes to."""

    ACCEPT = "accept"
    RETURN = "return"


class Comment(Payload):
    """One remark of the reviewer, anchored to a page."""

    page: Annotated[int, group.quality] = Field(description=gettext_noop("The page it is about."), ge=1)
    text: Annotated[Words, group.quality] = Field(
        description=gettext_noop("What is missing or not understood.")
    )


class Review(Payload):
    """The reviewer's outcome."""

    outcome: Annotated[Outcome, group.quality] = Field(
        description=gettext_noop("Accept it, or return it with comments.")
    )
    closes: list[Annotated[UUID, Choose("quality.comments"), group.quality]] = Field(
        description=gettext_noop("Answered comments that are settled."), max_length=200, default_factory=list
    )
    comments: list[Comment] = Field(
        description=gettext_noop("With a return: what the author has to answer."),
        max_length=200,
        default_factory=list,
    )

    @model_validator(mode="after")
    def consistent(self) -> Self:
        """Comments go with a return only."""
        if self.outcome is Outcome.ACCEPT and self.comments:
            raise ValueError(gettext_noop("Accept it without comments, or return it with them."))
        return self


class ResultReported(Payload):
    """One test with its limits and what was measured."""

    test: Annotated[str, group.quality] = Field(
        description=gettext_noop("Name of the test."), min_length=1, max_length=120
    )
    method: Annotated[str, group.quality] = Field(
        description=gettext_noop("Number of the method."), min_length=1, max_length=60
    )
    limit_low: Annotated[Figure | None, group.quality] = Field(
        None, description=gettext_noop("Lowest value that is within specification.")
    )
    limit_high: Annotated[Figure | None, group.quality] = Field(
        None, description=gettext_noop("Highest value that is within specification.")
    )
    decimals: Annotated[int, group.quality] = Field(
        description=gettext_noop(
            "Decimals of the limits: the result is rounded to them, half up, before it is judged."
        ),
        ge=0,
        le=6,
    )
    result: Annotated[Figure, group.quality] = Field(
        description=gettext_noop("What was measured, not rounded.")
    )
    unit: Annotated[str, group.quality] = Field(
        "",
        description=gettext_noop(
            "Unit of limits and result, as the specification writes it; none for a count."
        ),
        max_length=20,
    )
    n: Annotated[int, group.quality] = Field(
        description=gettext_noop("Number of determinations."), ge=1, le=10_000
    )
    analyst: Annotated[str, group.person] = Field(
        description=gettext_noop("Initials or number of who tested."), min_length=1, max_length=20
    )
    tested_on: Annotated[date, group.quality] = Field(description=gettext_noop("The day of the test."))

    @model_validator(mode="after")
    def limited(self) -> Self:
        """At least one limit, and in the right order."""
        if self.limit_low is None and self.limit_high is None:
            raise ValueError(gettext_noop("A test needs at least one limit."))
        if self.limit_low is not None and self.limit_high is not None and self.limit_low > self.limit_high:
            raise ValueError(gettext_noop("The lower limit is above the upper one."))
        return self


class Analysis(Payload):
    """A certificate of analysis, test by test."""

    specification: Annotated[UUID, Choose("quality.specifications"), group.quality] = Field(
        description=gettext_noop("The effective version of the specification.")
    )
    sample: Annotated[str, group.quality] = Field(
        "", description=gettext_noop("Number of the sample."), max_length=40
    )
    laboratory: Annotated[str, group.quality] = Field(
        "", description=gettext_noop("Where it was tested, if elsewhere."), max_length=120
    )
    results: list[ResultReported] = Field(
        description=gettext_noop("One row a test."), min_length=1, max_length=200
    )
    answers: list[CommentAnswered] = Field(
        description=gettext_noop("One answer to every open comment."), max_length=200, default_factory=list
    )
