"""What signers see and sign: the record as JSON, without states and signatures, the same for each."""

from typing import Any

from django.utils.translation import gettext as _

from cobatch.documents.models import StoredFile
from cobatch.kernel.refusals import BadPayload, Refusal
from cobatch.network.models import Item, Relationship
from cobatch.steps.agreements.models import MasterDocument, QualityAgreement
from cobatch.steps.agreements.payloads import DocumentResubmission, DocumentSubmission
from cobatch.steps.agreements.queries import file_of, item_of


def agreement_shown(agreement: QualityAgreement, payload: Any = None) -> dict[str, Any]:
    """A quality agreement as both sides sign it."""
    return {
        "record": "quality_agreement",
        "id": str(agreement.pk),
        "number": agreement.number,
        "revision": agreement.revision,
        "title": agreement.title,
        "file": file_shown(agreement.file),
        "effective_from": agreement.effective_from,
        "responsibilities": agreement.responsibilities,
    }


def submission_shown(relationship: Relationship, payload: DocumentSubmission) -> dict[str, Any]:
    """A document as its author signs it: it has no id yet, number and revision name it."""
    return _document(
        known(item_of(relationship, payload.item), "item"),
        known(file_of(relationship, payload.file), "file"),
        payload.model_dump(include={"kind", "number", "revision", "title", "change", "effective_from"}),
    )


def resubmission_shown(document: MasterDocument, payload: DocumentResubmission) -> dict[str, Any]:
    """A document as its author signs it anew."""
    file = known(file_of(document, payload.file), "file")
    return _document(document.item, file, _named(document) | {"effective_from": payload.effective_from})


def document_shown(document: MasterDocument, payload: Any = None) -> dict[str, Any]:
    """A document as its reviewer and its approver sign it: exactly what the author signed."""
    return _document(document.item, document.file, _named(document))


def _named(document: MasterDocument) -> dict[str, Any]:
    names = ("kind", "number", "revision", "title", "change", "effective_from")
    return {name: getattr(document, name) for name in names}


def _document(item: Item, file: StoredFile, named: dict[str, Any]) -> dict[str, Any]:
    shown_item = {"id": str(item.pk), "number": item.sponsor_number}
    return {"record": "document", "item": shown_item, "file": file_shown(file), **named}


def file_shown(file: StoredFile) -> dict[str, Any]:
    """A file by the digest of its content, so that signing the record signs the bytes."""
    return {"id": str(file.pk), "name": file.name, "size": file.size, "sha256": file.digest}


def known(found: Any, field: str) -> Any:
    """What the payload names. Guards come first, but a form may show the text to sign before them."""
    if found is None:
        raise BadPayload(
            Refusal("not_found", _("There is no such %(field)s.") % {"field": field}, f"/{field}")
        )
    return found
