"""Why an act on a document of a batch is refused."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.steps.agreements.queries import file_of
from cobatch.steps.quality.models import (
    ArtifactRequest,
    ArtifactState,
    ArtifactVersion,
    CertificateResult,
    CommentState,
)
from cobatch.steps.quality.payloads import Analysis, Outcome, ResultReported, Review, Submission
from cobatch.steps.quality.queries import comments_of, specification_of
from cobatch.steps.quality.verdicts import is_within
from cobatch.touchpoints.context import Context


def files_are_handed_over(act: Context[ArtifactRequest, Submission]) -> Iterator[Refusal]:
    """Each file was stored in this relationship, and is named once."""
    seen = set()
    for index, given in enumerate(act.payload.files):
        at, file = f"/files/{index}/file", file_of(act.on, given.file)
        if file is None:
            yield Refusal("file_unknown", _("This file has not been handed over."), at)
        elif file.digest in seen:
            yield Refusal("file_twice", _("This file is there twice."), at)
        else:
            seen.add(file.digest)


def every_comment_is_answered(act: Context[ArtifactRequest, Submission | Analysis]) -> Iterator[Refusal]:
    """Open comments are answered, each once, and no other comment is."""
    open_comments = {comment.pk: comment for comment in comments_of(act.on, CommentState.OPEN)}
    answered = [answer.comment for answer in act.payload.answers]
    for index, pk in enumerate(answered):
        if pk not in open_comments or pk in answered[:index]:
            yield Refusal(
                "comment_not_open", _("This comment waits for no answer."), f"/answers/{index}/comment"
            )
    for pk, comment in open_comments.items():
        if pk not in answered:
            words = {"page": comment.page}
            yield Refusal(
                "comment_unanswered", _("The comment on page %(page)s is not answered.") % words, "/answers"
            )


def reviewer_is_not_the_author(act: Context[ArtifactRequest, Review]) -> Iterator[Refusal]:
    """Nobody reviews what they have submitted."""
    person = act.actor.person
    if person and ArtifactVersion.objects.filter(request=act.on, author=person).exists():
        yield Refusal("reviewer_is_author", _("You have submitted this yourself."))


def comments_are_settled(act: Context[ArtifactRequest, Review]) -> Iterator[Refusal]:
    """Only answered comments are closed; acceptance leaves none open, a return leaves something to answer."""
    answered = {comment.pk for comment in comments_of(act.on, CommentState.ANSWERED)}
    for index, pk in enumerate(act.payload.closes):
        if pk not in answered:
            yield Refusal(
                "comment_not_answered", _("This comment has no answer to settle it."), f"/closes/{index}"
            )
    left = answered - set(act.payload.closes)
    if act.payload.outcome is Outcome.ACCEPT and left:
        yield Refusal("comments_not_closed", _("Accept it only when all comments are settled."), "/closes")
    if act.payload.outcome is Outcome.RETURN and not left and not act.payload.comments:
        yield Refusal("nothing_to_answer", _("Say what the author has to answer."), "/comments")


def specification_is_effective(act: Context[ArtifactRequest, Analysis]) -> Iterator[Refusal]:
    """The certificate follows the specification that is effective for the item."""
    known = specification_of(act.on)
    if known is None or known.pk != act.payload.specification:
        yield Refusal(
            "specification_not_effective",
            _("This is not the effective specification of the item."),
            "/specification",
        )


def results_are_within_limits(act: Context[ArtifactRequest, Analysis]) -> Iterator[Refusal]:
    """A result outside its limits is never certified; it is investigated first."""
    today = act.on.relationship.cmo_site.calendar.local_day(act.now)
    for index, result in enumerate(act.payload.results):
        if not is_within(result.result, result.decimals, result.limit_low, result.limit_high):
            yield Refusal(
                "out_of_specification",
                _("%(test)s is outside its limits: no certificate can be issued.") % {"test": result.test},
                f"/results/{index}/result",
            )
        if result.tested_on > today:
            yield Refusal("tested_in_future", _("This day has not come yet."), f"/results/{index}/tested_on")


def limits_are_the_agreed_ones(act: Context[ArtifactRequest, Analysis]) -> Iterator[Refusal]:
    """Unit, limits and rounding of a test are those accepted before for this specification."""
    known = _accepted_before(act.payload.specification)
    seen = set()
    for index, result in enumerate(act.payload.results):
        accepted_before = known.get(result.test)
        if accepted_before and not _same_limits(accepted_before, result):
            yield Refusal(
                "limits_differ",
                _("%(test)s had another unit or other limits under this specification.")
                % {"test": result.test},
                f"/results/{index}",
            )
        if result.test in seen:
            yield Refusal(
                "test_twice", _("%(test)s is there twice.") % {"test": result.test}, f"/results/{index}/test"
            )
        seen.add(result.test)
    for test in sorted(known.keys() - seen):
        yield Refusal(
            "test_missing",
            _("%(test)s belongs to this specification and is missing.") % {"test": test},
            "/results",
        )


def _accepted_before(specification: UUID) -> dict[str, CertificateResult]:
    """The newest accepted result of each test under a specification."""
    query = CertificateResult.objects.filter(
        certificate__specification_id=specification, certificate__request__state=ArtifactState.ACCEPTED
    )
    return {accepted.test: accepted for accepted in query.order_by("certificate_id")}


def _same_limits(known: CertificateResult, given: ResultReported) -> bool:
    return (known.unit, known.limit_low, known.limit_high, known.decimals) == (
        given.unit, given.limit_low, given.limit_high, given.decimals,
    )  # fmt: skip
