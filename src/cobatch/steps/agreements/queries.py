"""Reads of agreements for pages, the API and later steps."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q

from cobatch.documents.models import StoredFile
from cobatch.network.models import Item
from cobatch.steps.agreements.models import (
    DocumentKind,
    DocumentState,
    MasterDocument,
    QualityAgreement,
    QualityAgreementState,
)
from cobatch.touchpoints.choices import choices

T = TypeVar("T")


def quality_agreement_in_force(relationship_id: UUID) -> QualityAgreement | None:
    """The one quality agreement of a relationship that is effective now."""
    return QualityAgreement.objects.filter(
        relationship_id=relationship_id, state=QualityAgreementState.EFFECTIVE
    ).first()


def effective_documents(item_ids: Iterable[UUID], day: date) -> dict[UUID, dict[str, MasterDocument]]:
    """By item and kind: the master documents effective on a day at the manufacturer's site."""
    found: dict[UUID, dict[str, MasterDocument]] = defaultdict(dict)
    query = MasterDocument.objects.filter(
        Q(superseded_on=None) | Q(superseded_on__gt=day), item_id__in=list(item_ids), effective_on__lte=day
    )
    for document in query.select_related("file"):
        found[document.item_id][document.kind] = document
    return dict(found)


def effective_document(item_id: UUID, kind: str) -> MasterDocument | None:
    """The document of one kind that is effective for an item now."""
    return MasterDocument.objects.filter(item_id=item_id, kind=kind, state=DocumentState.EFFECTIVE).first()


def read_once(record: Any, name: str, read: Callable[[], T]) -> T:
    """What guards, signed text and effect of one act all need is read once: the record lives as long."""
    known: dict[str, T] = record.__dict__.setdefault("_read_once", {})
    if name not in known:
        known[name] = read()
    return known[name]


def file_of(record: Any, file_id: UUID) -> StoredFile | None:
    """A file handed over within the record's relationship."""
    query = StoredFile.objects.filter(relationship_id=record.relationship.pk, pk=file_id)
    return read_once(record, f"file {file_id}", query.first)


def item_of(record: Any, number: str) -> Item | None:
    """The active item that this number names: the sponsor's, the manufacturer's, or the GTIN."""
    query = Item.objects.filter(
        Q(sponsor_number=number) | Q(cmo_number=number) | Q(gtin=number),
        relationship_id=record.relationship.pk,
        active=True,
    )
    return read_once(record, f"item {number}", query.first)


@choices("agreements.items")
def item_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Active items of the relationship, under the sponsor's number."""
    items = Item.objects.filter(relationship=record.relationship, active=True).order_by("sponsor_number")
    return [(item.sponsor_number, f"{item.sponsor_number} · {item.name}") for item in items]


@choices("agreements.effective_records")
def effective_record_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Effective master batch records: of the record's item if it has one, else of the whole relationship."""
    query = MasterDocument.objects.filter(
        relationship=record.relationship,
        kind=DocumentKind.MASTER_BATCH_RECORD,
        state=DocumentState.EFFECTIVE,
    )
    if item_id := getattr(record, "item_id", None):
        query = query.filter(item_id=item_id)
    return [(str(each.pk), each.subject()) for each in query.order_by("number")]
