"""Pages of artifact requests and certificates, and what quality shows on batches and orders."""

from django.utils.translation import gettext_lazy as _

from cobatch.steps.batches.queries import batches_of
from cobatch.steps.quality import shown
from cobatch.steps.quality.columns import (
    CERTIFICATE_COLUMNS,
    CHECK_COLUMNS,
    COMMENT_COLUMNS,
    DECISION_COLUMNS,
    FILE_COLUMNS,
    REQUEST_COLUMNS,
    RESULT_COLUMNS,
    certificate_url,
    request_state,
    request_url,
)
from cobatch.steps.quality.models import ArtifactRequest, ArtifactState, Certificate
from cobatch.touchpoints.pages import Detail, Fact, List, Panel, add_detail, add_list, add_panel

STEP = 6

add_list(
    List(
        record="artifact_request", title=_("Quality documents"), model=ArtifactRequest,
        columns=REQUEST_COLUMNS,
        search=("number", "batch__number"), states=tuple(ArtifactState.values), related=("batch",),
        prefetch=("versions__file", "comments"), step=STEP,
        icon="file-check", to_json=shown.request_json,
    )
)  # fmt: skip
add_list(
    List(
        record="certificate", title=_("Certificates"), model=Certificate, columns=CERTIFICATE_COLUMNS,
        search=("number", "batch__number"), related=("batch__item", "specification"),
        prefetch=("results",), step=STEP, icon="badge-check", to_json=shown.certificate_json,
    )
)  # fmt: skip
add_detail(
    Detail(
        record="artifact_request",
        title=lambda row: row.subject(),
        facts=(
            Fact(_("Number"), lambda row: row.number),
            Fact(_("Document"), lambda row: row.get_kind_display()),
            Fact(_("Batch"), lambda row: row.batch.subject()),
            Fact(_("Needed by"), lambda row: row.needed_by),
            Fact(_("Round"), lambda row: row.round),
        ),
        parent=lambda row: row.batch,
        state=request_state,
        to_json=shown.request_json,
        related=("batch__item", "batch__order"),
    )
)
add_detail(
    Detail(
        record="certificate",
        title=lambda row: row.subject(),
        facts=(
            Fact(_("Number"), lambda row: row.number),
            Fact(_("Edition"), lambda row: row.edition),
            Fact(_("Batch"), lambda row: row.batch.subject()),
            Fact(_("Specification"), lambda row: row.specification.subject()),
            Fact(_("Sample"), lambda row: row.sample or None),
            Fact(_("Laboratory"), lambda row: row.laboratory or None),
            Fact(_("Issued by"), lambda row: row.issued_by.name),
            Fact(_("Issued"), lambda row: row.issued_at),
        ),
        parent=lambda row: row.batch,
        to_json=shown.certificate_json,
        related=("batch__item", "batch__order", "specification", "issued_by"),
    )
)
add_panel(
    "artifact_request",
    Panel(
        name="files",
        title=_("Files"),
        rows=lambda record, side: record.versions.select_related("file", "author").order_by("-version", "pk"),
        columns=FILE_COLUMNS,
        step=STEP,
    ),
)
add_panel(
    "artifact_request",
    Panel(
        name="comments",
        title=_("Comments"),
        rows=lambda record, side: record.comments.select_related("reviewer").order_by("round", "page", "pk"),
        columns=COMMENT_COLUMNS,
        step=STEP,
    ),
)
add_panel(
    "artifact_request",
    Panel(
        name="certificates", title=_("Certificates"), rows=shown.editions_of, columns=CERTIFICATE_COLUMNS,
        url=certificate_url, step=STEP,
        creates=("quality.issue_certificate",),
    ),
)  # fmt: skip
add_panel(
    "certificate",
    Panel(
        name="results", title=_("Results"), columns=RESULT_COLUMNS, step=STEP,
        rows=lambda record, side: record.results.order_by("position"),
    ),
)  # fmt: skip
add_panel(
    "batch", Panel("artifacts", _("Documents"), shown.requests_of, REQUEST_COLUMNS, request_url, step=STEP)
)
add_panel("batch", Panel("certificate", _("Certificate"), shown.results_of, RESULT_COLUMNS, step=STEP))
add_panel("batch", Panel("checks", _("Checks before release"), shown.checks_of, CHECK_COLUMNS, step=STEP))
add_panel(
    "batch",
    Panel(
        "release",
        _("Release"),
        lambda record, side: shown.decisions_of([record]),
        DECISION_COLUMNS,
        step=STEP,
    ),
)
add_panel(
    "order",
    Panel("artifacts", _("Documents"), shown.requests_of_order, REQUEST_COLUMNS, request_url, step=STEP),
)
add_panel(
    "order",
    Panel(
        "certificates",
        _("Certificates"),
        shown.certificates_of_order,
        CERTIFICATE_COLUMNS,
        certificate_url,
        step=STEP,
    ),
)
add_panel(
    "order",
    Panel(
        "release",
        _("Release"),
        lambda record, side: shown.decisions_of(batches_of(record)),
        DECISION_COLUMNS,
        step=STEP,
    ),
)
