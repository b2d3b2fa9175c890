"""TP-26: the manufacturer submits a document of a batch; as a certified true copy, it signs for that."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Person
from cobatch.steps.agreements.queries import file_of
from cobatch.steps.quality import signed
from cobatch.steps.quality.facts import ArtifactSubmitted
from cobatch.steps.quality.guards import every_comment_is_answered, files_are_handed_over
from cobatch.steps.quality.models import ArtifactRequest, ArtifactState, ArtifactVersion, CommentState
from cobatch.steps.quality.payloads import CommentAnswered, FileSubmitted, Submission
from cobatch.steps.quality.queries import comments_of
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Meaning, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born

OWED = (ArtifactState.OPEN, ArtifactState.RETURNED)
MOVES = (
    moves(*OWED, to=ArtifactState.SUBMITTED),
    moves(CommentState.OPEN, to=CommentState.ANSWERED),
)


def comments_to_answer(request: ArtifactRequest, actor: Any) -> dict[str, Any]:
    """The form begins with one row for every open comment."""
    open_comments = comments_of(request, CommentState.OPEN)
    return {"answers": [{"comment": str(comment.pk), "answer": ""} for comment in open_comments]}


@touchpoint(
    "quality.submit_artifact",
    title=_("Submit document"),
    said=_("submitted the document"),
    on=ArtifactRequest,
    takes=Submission,
    by=Side.CMO,
    roles=(Role.QUALITY_ASSURANCE, Role.QUALITY_CONTROL),
    when=OWED,
    moves=MOVES,
    guards=(files_are_handed_over, every_comment_is_answered),
    initial=comments_to_answer,
    catalogue="TP-26",
)
def submit_artifact(act: Context[ArtifactRequest, Submission]) -> Iterator[Fact]:
    """The manufacturer hands over the files that were asked for, and answers what the reviewer had to say.

    Once batch record and certificate are both in, the manufacturer's own review of the batch begins.
    """
    return _submit(act, true_copy=False)


@touchpoint(
    "quality.submit_true_copy",
    title=_("Submit certified true copy"),
    said=_("submitted a certified true copy"),
    on=ArtifactRequest,
    takes=Submission,
    by=Side.CMO,
    roles=(Role.QUALITY_ASSURANCE, Role.QUALITY_CONTROL),
    when=OWED,
    moves=MOVES,
    sign=Meaning.VERIFIED,
    signs=signed.true_copy,
    guards=(files_are_handed_over, every_comment_is_answered),
    initial=comments_to_answer,
    catalogue="TP-26",
)
def submit_true_copy(act: Context[ArtifactRequest, Submission]) -> Iterator[Fact]:
    """The same for a copy: the signer has compared it with the original and declares it true and complete."""
    return _submit(act, true_copy=True)


def _submit(act: Context[ArtifactRequest, Submission], *, true_copy: bool) -> Iterator[Fact]:
    act.change(act.on, round=act.on.round + 1)
    act.create_all(_version(act, given, true_copy=true_copy) for given in act.payload.files)
    answer_comments(act, act.payload.answers)
    act.move(act.on, ArtifactState.SUBMITTED)
    yield ArtifactSubmitted(act.on.batch_id, act.on.id)


def _version(
    act: Context[ArtifactRequest, Submission], given: FileSubmitted, *, true_copy: bool
) -> ArtifactVersion:
    return ArtifactVersion(
        **born(under=act.on),
        request=act.on,
        file=file_of(act.on, given.file),
        version=act.on.round,
        pages=given.pages,
        true_copy=true_copy,
        author=author_of(act),
        submitted_at=act.now,
    )


def author_of(act: Context[Any, Any]) -> Person:
    """The person who acts: documents and certificates always have one."""
    if act.actor.person is None:
        raise LookupError(f"{act.touchpoint.code} is always performed by a person")
    return act.actor.person


def answer_comments(act: Context[ArtifactRequest, Any], answers: list[CommentAnswered]) -> None:
    """Write the answers beside the comments."""
    given = {each.comment: each.answer for each in answers}
    for comment in comments_of(act.on, CommentState.OPEN):
        act.change(comment, answer=given[comment.pk])
        act.move(comment, CommentState.ANSWERED)
