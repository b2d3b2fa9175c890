"""When the day of an agreement or a document has come, the one before gives way and then it takes effect."""

from collections.abc import Iterator
from typing import Any

from cobatch.steps.agreements.facts import DocumentDue, QualityAgreementDue
from cobatch.steps.agreements.queries import effective_document, quality_agreement_in_force
from cobatch.touchpoints.context import Context, Perform
from cobatch.touchpoints.declare import reacts_to


@reacts_to(QualityAgreementDue)
def change_agreements(fact: QualityAgreementDue, act: Context[Any, Any]) -> Iterator[Perform]:
    """In this order: never are two in force."""
    former = quality_agreement_in_force(fact.relationship_id)
    if former is not None:
        yield Perform("agreements.supersede_quality_agreement", on=former.pk)
    yield Perform("agreements.put_quality_agreement_in_force", on=fact.agreement_id)


@reacts_to(DocumentDue)
def change_documents(fact: DocumentDue, act: Context[Any, Any]) -> Iterator[Perform]:
    """In this order: never are two of a kind effective for an item."""
    former = effective_document(fact.item_id, fact.kind)
    if former is not None:
        yield Perform("agreements.supersede_document", on=former.pk)
    yield Perform("agreements.make_effective", on=fact.document_id)
