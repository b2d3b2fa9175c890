"""Quality agreements and master documents as the API gives them."""

from typing import Any

from cobatch.kernel.clock import instant_text
from cobatch.steps.agreements.models import MasterDocument, QualityAgreement
from cobatch.steps.agreements.signed import file_shown


def agreement_json(agreement: QualityAgreement) -> dict[str, Any]:
    """A quality agreement as the API gives it."""
    return {
        **_shared_json(agreement),
        "responsibilities": agreement.responsibilities,
        "signed_side": agreement.signed_side or None,
    }


def document_json(document: MasterDocument) -> dict[str, Any]:
    """A master document as the API gives it."""
    return {
        **_shared_json(document),
        "item": {"id": str(document.item_id), "number": document.item.sponsor_number},
        "kind": document.kind,
        "change": document.change,
    }


def _shared_json(record: QualityAgreement | MasterDocument) -> dict[str, Any]:
    return {
        "id": str(record.pk),
        "version": record.version,
        "state": record.state,
        "number": record.number,
        "revision": record.revision,
        "title": record.title,
        "file": file_shown(record.file),
        "effective_from": record.effective_from.isoformat(),
        "effective_on": record.effective_on.isoformat() if record.effective_on else None,
        "superseded_on": record.superseded_on.isoformat() if record.superseded_on else None,
        "created_at": instant_text(record.created_at),
    }
