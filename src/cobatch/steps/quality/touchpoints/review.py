"""TP-27: the sponsor reviews a document of a batch."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.quality import signed
from cobatch.steps.quality.guards import comments_are_settled, reviewer_is_not_the_author
from cobatch.steps.quality.models import (
    ArtifactComment,
    ArtifactKind,
    ArtifactRequest,
    ArtifactState,
    CommentState,
)
from cobatch.steps.quality.payloads import Comment, Outcome, Review
from cobatch.steps.quality.queries import comments_of
from cobatch.steps.quality.touchpoints.submit import author_of
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Meaning, makes, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


def answered_comments(request: ArtifactRequest, actor: Any) -> dict[str, Any]:
    """The form begins with every answered comment as settled."""
    return {"closes": [str(comment.pk) for comment in comments_of(request, CommentState.ANSWERED)]}


@touchpoint(
    "quality.review_artifact",
    title=_("Review document"),
    said=_("reviewed the document"),
    on=ArtifactRequest,
    takes=Review,
    by=Side.SPONSOR,
    roles=(Role.QUALITY_ASSURANCE,),
    when=(ArtifactState.SUBMITTED,),
    moves=(
        moves(
            ArtifactState.SUBMITTED,
            to=(ArtifactState.ACCEPTED, ArtifactState.RETURNED, ArtifactState.CERTIFICATE_AWAITED),
        ),
        moves(CommentState.ANSWERED, to=(CommentState.CLOSED, CommentState.OPEN)),
        makes(CommentState.OPEN),
    ),
    sign=Meaning.REVIEWED,
    signs=signed.review,
    needs=(reviewer_is_not_the_author,),
    guards=(comments_are_settled,),
    initial=answered_comments,
    catalogue="TP-27",
)
def review_artifact(act: Context[ArtifactRequest, Review]) -> Iterator[Fact]:
    """The sponsor accepts a document, or returns it with comments on its pages.

    Every comment is answered by the manufacturer and then settled by the reviewer; a document is accepted
    only when none is left.
    """
    for comment in comments_of(act.on, CommentState.ANSWERED):
        act.move(comment, CommentState.CLOSED if comment.pk in act.payload.closes else CommentState.OPEN)
    if act.payload.outcome is Outcome.ACCEPT:
        act.move(act.on, ArtifactState.ACCEPTED)
    else:
        act.create_all(_comment(act, comment) for comment in act.payload.comments)
        is_certificate = act.on.kind == ArtifactKind.CERTIFICATE
        act.move(act.on, ArtifactState.CERTIFICATE_AWAITED if is_certificate else ArtifactState.RETURNED)
    yield from ()


def _comment(act: Context[ArtifactRequest, Review], given: Comment) -> ArtifactComment:
    return ArtifactComment(
        **born(under=act.on),
        request=act.on,
        state=CommentState.OPEN,
        round=act.on.round,
        page=given.page,
        text=given.text,
        reviewer=author_of(act),
    )
