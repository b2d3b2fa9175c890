"""Pages of quality agreements and master documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.agreements.flow import AGREEMENT, DOCUMENT
from cobatch.steps.agreements.models import (
    DocumentState,
    MasterDocument,
    QualityAgreement,
    QualityAgreementState,
)
from cobatch.steps.agreements.rendering import agreement_json, document_json
from cobatch.touchpoints.names import path_of
from cobatch.touchpoints.pages import (
    Column,
    Detail,
    Fact,
    List,
    Panel,
    State,
    add_detail,
    add_list,
    add_panel,
)

SHOWN = 20


def agreement_state(agreement: QualityAgreement) -> State:
    """The badge of a quality agreement."""
    return State(QualityAgreementState(agreement.state).label, AGREEMENT.tones[agreement.state])


def document_state(document: MasterDocument) -> State:
    """The badge of a document."""
    return State(DocumentState(document.state).label, DOCUMENT.tones[document.state])


def agreements_of(record: Any, side: Side) -> list[QualityAgreement]:
    """Quality agreements of a relationship, newest first."""
    return list(QualityAgreement.objects.filter(relationship=record.relationship).order_by("-id")[:SHOWN])


def documents_of(record: Any, side: Side) -> list[MasterDocument]:
    """Master documents of a relationship, newest first."""
    query = MasterDocument.objects.filter(relationship=record.relationship).select_related("item")
    return list(query.order_by("-id")[:SHOWN])


AGREEMENT_COLUMNS = (
    Column(_("Number"), lambda row: row.number, link=True),
    Column(_("Version"), lambda row: row.revision),
    Column(_("Title"), lambda row: row.title),
    Column(_("Effective from"), lambda row: row.effective_from),
    Column(_("State"), agreement_state),
)
DOCUMENT_COLUMNS = (
    Column(_("Number"), lambda row: row.number, link=True),
    Column(_("Version"), lambda row: row.revision),
    Column(_("Kind"), lambda row: row.get_kind_display()),
    Column(_("Item"), lambda row: row.item.sponsor_number),
    Column(_("Title"), lambda row: row.title),
    Column(_("Effective from"), lambda row: row.effective_from),
    Column(_("State"), document_state),
)

add_list(
    List(
        record="quality_agreement",
        title=_("Quality agreements"),
        model=QualityAgreement,
        columns=AGREEMENT_COLUMNS,
        search=("number", "title"),
        states=tuple(QualityAgreementState.values),
        related=("file",),
        icon="handshake",
        to_json=agreement_json,
    )
)
add_list(
    List(
        record="document",
        title=_("Documents"),
        model=MasterDocument,
        columns=DOCUMENT_COLUMNS,
        search=("number", "title", "item__sponsor_number", "item__cmo_number"),
        states=tuple(DocumentState.values),
        related=("item", "file"),
        icon="file-text",
        to_json=document_json,
    )
)
add_detail(
    Detail(
        record="quality_agreement",
        title=lambda row: row.subject(),
        facts=(
            Fact(_("Number"), lambda row: row.number),
            Fact(_("Version"), lambda row: row.revision),
            Fact(_("Effective from"), lambda row: row.effective_from),
            Fact(_("In force since"), lambda row: row.effective_on),
            Fact(_("Superseded on"), lambda row: row.superseded_on),
            Fact(_("File"), lambda row: row.file.name),
            Fact(_("SHA-256"), lambda row: row.file.digest),
        ),
        parent=lambda row: row.relationship,
        state=agreement_state,
        to_json=agreement_json,
        related=("file",),
    )
)
add_detail(
    Detail(
        record="document",
        title=lambda row: row.subject(),
        facts=(
            Fact(_("Number"), lambda row: row.number),
            Fact(_("Version"), lambda row: row.revision),
            Fact(_("Kind"), lambda row: row.get_kind_display()),
            Fact(_("Item"), lambda row: f"{row.item.sponsor_number} · {row.item.name}"),
            Fact(_("Change"), lambda row: row.change or None),
            Fact(_("Author"), lambda row: row.author.name),
            Fact(_("Effective from"), lambda row: row.effective_from),
            Fact(_("Effective since"), lambda row: row.effective_on),
            Fact(_("Superseded on"), lambda row: row.superseded_on),
            Fact(_("File"), lambda row: row.file.name),
            Fact(_("SHA-256"), lambda row: row.file.digest),
        ),
        parent=lambda row: row.relationship,
        state=document_state,
        to_json=document_json,
        related=("item", "file", "author"),
    )
)
add_panel(
    "quality_agreement",
    Panel(
        name="responsibilities",
        title=_("Responsibilities and clocks"),
        rows=lambda record, side: record.responsibilities,
        columns=(
            Column(_("Activity"), lambda row: row["activity"]),
            Column(_("Manufacturer"), lambda row: row["cmo"] or "–"),
            Column(_("Sponsor"), lambda row: row["sponsor"] or "–"),
            Column(_("Clock"), lambda row: row["term"] or "–"),
            Column(_("Remark"), lambda row: row["note"]),
        ),
    ),
)
add_panel(
    "relationship",
    Panel(
        name="quality_agreements",
        title=_("Quality agreements"),
        rows=agreements_of,
        columns=AGREEMENT_COLUMNS,
        url=lambda row: path_of(row.record, row.pk),
        creates=("agreements.propose_quality_agreement",),
    ),
)
add_panel(
    "relationship",
    Panel(
        name="documents",
        title=_("Master documents"),
        rows=documents_of,
        columns=DOCUMENT_COLUMNS,
        url=lambda row: path_of(row.record, row.pk),
        creates=("agreements.submit_document",),
    ),
)
