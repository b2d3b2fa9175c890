"""TP-28: quality control issues the certificate of analysis."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.decimals import plain_decimal
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.quality import signed
from cobatch.steps.quality.facts import ArtifactSubmitted
from cobatch.steps.quality.guards import (
    every_comment_is_answered,
    limits_are_the_agreed_ones,
    results_are_within_limits,
    specification_is_effective,
)
from cobatch.steps.quality.models import (
    ArtifactRequest,
    ArtifactState,
    Certificate,
    CertificateResult,
    CommentState,
)
from cobatch.steps.quality.payloads import Analysis, ResultReported
from cobatch.steps.quality.queries import specification_of
from cobatch.steps.quality.touchpoints.submit import answer_comments, author_of, comments_to_answer
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Meaning, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


def begun(request: ArtifactRequest, actor: Any) -> dict[str, Any]:
    """The form begins with the effective specification and the tests it was last certified by."""
    specification = specification_of(request)
    last = Certificate.objects.filter(specification=specification).order_by("-id").first()
    results = [_as_given(result) for result in last.results.order_by("position")] if last else [{}]
    return comments_to_answer(request, actor) | {
        "specification": str(specification.pk) if specification else "",
        "results": results,
    }


@touchpoint(
    "quality.issue_certificate",
    title=_("Issue certificate of analysis"),
    said=_("issued the certificate of analysis"),
    on=ArtifactRequest,
    creates=Certificate,
    takes=Analysis,
    by=Side.CMO,
    roles=(Role.QUALITY_CONTROL,),
    when=(ArtifactState.CERTIFICATE_AWAITED,),
    moves=(
        moves(ArtifactState.CERTIFICATE_AWAITED, to=ArtifactState.SUBMITTED),
        moves(CommentState.OPEN, to=CommentState.ANSWERED),
    ),
    sign=Meaning.APPROVED,
    signs=signed.certificate,
    guards=(
        specification_is_effective,
        results_are_within_limits,
        limits_are_the_agreed_ones,
        every_comment_is_answered,
    ),
    initial=begun,
    catalogue="TP-28",
)
def issue_certificate(act: Context[ArtifactRequest, Analysis]) -> Iterator[Fact]:
    """Quality control certifies the results of a batch, test by test, against the effective specification.

    Each result is rounded to the decimals of its limits before it is judged. With one result outside its
    limits no certificate can be issued. A certificate never changes: what the sponsor returns is followed
    by a new edition.
    """
    certificate = Certificate(
        **born(under=act.on, at=act.now),
        batch=act.on.batch,
        request=act.on,
        number=act.number("COA"),
        edition=act.on.round + 1,
        specification=specification_of(act.on),
        sample=act.payload.sample,
        laboratory=act.payload.laboratory,
        issued_at=act.now,
        issued_by=author_of(act),
    )
    act.create(certificate)
    act.create_all(
        _result(certificate, result, position) for position, result in enumerate(act.payload.results, start=1)
    )
    answer_comments(act, act.payload.answers)
    act.change(act.on, round=act.on.round + 1)
    act.move(act.on, ArtifactState.SUBMITTED)
    yield ArtifactSubmitted(act.on.batch_id, act.on.id)


def _result(certificate: Certificate, given: ResultReported, position: int) -> CertificateResult:
    return CertificateResult(
        **born(under=certificate),
        certificate=certificate,
        position=position,
        test=given.test,
        method=given.method,
        limit_low=given.limit_low,
        limit_high=given.limit_high,
        decimals=given.decimals,
        reported=given.result,
        unit=given.unit,
        count=given.n,
        analyst=given.analyst,
        tested_on=given.tested_on,
        verdict="pass",  # the guards let nothing else come so far
    )


def _as_given(result: CertificateResult) -> dict[str, Any]:
    low, high = (
        None if each is None else plain_decimal(each) for each in (result.limit_low, result.limit_high)
    )
    return {
        "test": result.test, "method": result.method, "limit_low": low, "limit_high": high,
        "decimals": result.decimals, "unit": result.unit, "n": result.count, "analyst": result.analyst,
    }  # fmt: skip
