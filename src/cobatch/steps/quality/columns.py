"""Columns of quality's tables, the badges in them, and where rows lead."""

from django.utils.translation import gettext_lazy as _

from cobatch.steps.quality import shown
from cobatch.steps.quality.flow import COMMENT, REQUEST
from cobatch.steps.quality.models import (
    ArtifactComment,
    ArtifactRequest,
    ArtifactState,
    Certificate,
    CommentState,
)
from cobatch.touchpoints.names import path_of
from cobatch.touchpoints.pages import Column, State


def request_state(request: ArtifactRequest) -> State:
    """The badge of a request."""
    return State(ArtifactState(request.state).label, REQUEST.tones[request.state])


def comment_state(comment: ArtifactComment) -> State:
    """The badge of a comment."""
    return State(CommentState(comment.state).label, COMMENT.tones[comment.state])


def request_url(request: ArtifactRequest) -> str:
    """The page of a request."""
    return path_of("artifact_request", request.pk)


def certificate_url(certificate: Certificate) -> str:
    """The page of a certificate."""
    return path_of("certificate", certificate.pk)


REQUEST_COLUMNS = (
    Column(_("Number"), lambda row: row.number, link=True),
    Column(_("Document"), lambda row: row.get_kind_display()),
    Column(_("Batch"), lambda row: row.batch.number),
    Column(_("Needed by"), lambda row: row.needed_by),
    Column(_("Round"), lambda row: row.round, numeric=True),
    Column(_("State"), request_state),
)
CERTIFICATE_COLUMNS = (
    Column(_("Number"), lambda row: row.number, link=True),
    Column(_("Edition"), lambda row: row.edition, numeric=True),
    Column(_("Batch"), lambda row: row.batch.number),
    Column(_("Item"), lambda row: row.batch.item.sponsor_number),
    Column(_("Specification"), lambda row: row.specification.subject()),
    Column(_("Issued"), lambda row: row.issued_at),
)
RESULT_COLUMNS = (
    Column(_("Test"), lambda row: row.test),
    Column(_("Method"), lambda row: row.method),
    Column(_("Limits"), shown.limits),
    Column(_("Result"), lambda row: row.reported, numeric=True),
    Column(_("Unit"), lambda row: row.unit),
    Column(_("n"), lambda row: row.count, numeric=True),
    Column(_("Tested on"), lambda row: row.tested_on),
    Column(
        _("Verdict"), lambda row: State(row.get_verdict_display(), "good" if row.verdict == "pass" else "bad")
    ),
)
DECISION_COLUMNS = (
    Column(_("Batch"), lambda row: row.batch),
    Column(_("Company"), lambda row: row.company),
    Column(_("Market"), lambda row: row.market),
    Column(_("Decision"), lambda row: row.state),
    Column(_("Signed by"), lambda row: row.person),
    Column(_("Signed"), lambda row: row.at),
    Column(_("Note"), lambda row: row.note),
)
CHECK_COLUMNS = (
    Column(_("Check"), lambda row: row.title),
    Column(_("State"), lambda row: row.state),
    Column(_("Remark"), lambda row: row.text),
)
FILE_COLUMNS = (
    Column(_("Round"), lambda row: row.version, numeric=True),
    Column(_("File"), lambda row: row.file.name),
    Column(_("Pages"), lambda row: row.pages, numeric=True),
    Column(_("Certified true copy"), lambda row: row.true_copy),
    Column(_("Submitted by"), lambda row: row.author.name),
    Column(_("Submitted"), lambda row: row.submitted_at),
    Column(_("SHA-256"), lambda row: row.file.digest),
)
COMMENT_COLUMNS = (
    Column(_("Round"), lambda row: row.round, numeric=True),
    Column(_("Page"), lambda row: row.page, numeric=True),
    Column(_("Comment"), lambda row: row.text),
    Column(_("By"), lambda row: row.reviewer.name),
    Column(_("Answer"), lambda row: row.answer),
    Column(_("State"), comment_state),
)
