"""Set-up acts of agreements: files, the quality agreement in force, effective master documents."""

from datetime import date
from typing import Any
from uuid import UUID

from cobatch.documents.files import store
from cobatch.documents.models import StoredFile
from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.network.models import Item, Relationship
from cobatch.network.tenancy import as_organisation
from cobatch.steps.agreements.matrix import DEFAULTS
from cobatch.steps.agreements.models import DocumentKind, MasterDocument, QualityAgreement
from tests.world import Company, World

QA = Role.QUALITY_ASSURANCE


def pdf(text: str = "page") -> bytes:
    """A small document that is taken as a PDF."""
    return f"%PDF-1.7\n% {text}\n%%EOF\n".encode()


def handed_over(
    world: World,
    company: Company | None = None,
    name: str = "document.pdf",
    content: bytes | None = None,
    relationship: Relationship | None = None,
) -> StoredFile:
    """A file that one of the companies has handed over (the manufacturer, unless another is named)."""
    by = company or world.cmo
    with as_organisation(by.organisation.id):
        return store(
            relationship or world.relationship,
            name,
            "application/pdf" if name.endswith(".pdf") else "",
            pdf(name) if content is None else content,
            by.administrator,
        )


def today(world: World) -> date:
    """The manufacturer's day."""
    return clock.today(world.cmo.site.zone)


def agreement(world: World, revision: str = "3", **values: Any) -> dict[str, Any]:
    """What a proposal of a quality agreement says."""
    return {
        "number": "QA-HR-SF",
        "revision": revision,
        "title": "Quality agreement",
        "file": str(handed_over(world, world.sponsor, f"agreement-{revision}.pdf").pk),
        "effective_from": today(world).isoformat(),
        "responsibilities": [dict(row) for row in DEFAULTS],
    } | values


def quality_agreement_proposed(world: World, revision: str = "3", **values: Any) -> UUID:
    """A quality agreement that both sides are still to sign."""
    payload = agreement(world, revision, **values)
    code = "agreements.propose_quality_agreement"
    return world.act(code, world.relationship, payload, world.sponsor.actor(QA)).record_id


def quality_agreement_in_force(world: World, revision: str = "3", **values: Any) -> UUID:
    """A quality agreement that both sides have signed; in force from today unless another day is named."""
    known = world.rows(QualityAgreement, relationship_id=world.relationship.pk, state="effective")
    if known and not values and revision == known[0].revision:
        return known[0].pk
    pk = quality_agreement_proposed(world, revision, **values)
    for version, company in ((1, world.sponsor), (2, world.cmo)):
        world.act("agreements.sign_quality_agreement", pk, {}, company.actor(QA), version=version)
    return pk


def document(
    world: World, item: Item | None = None, kind: str = "", revision: str = "01", **values: Any
) -> dict[str, Any]:
    """What the submission of a document says."""
    of, ruling = item or world.item, kind or DocumentKind.MASTER_BATCH_RECORD.value
    number = f"{ruling[:3].upper()}-{of.cmo_number}"
    return {
        "item": of.sponsor_number,
        "kind": ruling,
        "number": number,
        "revision": revision,
        "title": f"{ruling} of {of.sponsor_number}",
        "file": str(handed_over(world, name=f"{number}-{revision}.pdf").pk),
        "effective_from": today(world).isoformat(),
    } | values


def document_submitted(world: World, item: Item | None = None, **values: Any) -> UUID:
    """A document that the manufacturer's quality assurance is to review."""
    payload = document(world, item, **values)
    by = world.cmo.actor(Role.DOCUMENT_OWNER)
    return world.act("agreements.submit_document", world.relationship, payload, by).record_id


def document_approved(world: World, item: Item | None = None, **values: Any) -> UUID:
    """A document signed by its author, its reviewer and its approver; effective unless its day is to come."""
    pk = document_submitted(world, item, **values)
    world.act("agreements.review_document", pk, {}, world.cmo.actor(QA), version=1)
    world.act("agreements.approve_document", pk, {}, world.sponsor.actor(QA), version=2)
    return pk


def documents_effective(world: World, item: Item | None = None, **values: Any) -> dict[str, UUID]:
    """Effective master batch record and specification of an item, by kind."""
    kinds = (DocumentKind.MASTER_BATCH_RECORD.value, DocumentKind.SPECIFICATION.value)
    known = world.rows(MasterDocument, item=item or world.item, state="effective", kind__in=kinds)
    if not values and len(known) == len(kinds):
        return {document.kind: document.pk for document in known}
    return {kind: document_approved(world, item, kind=kind, **values) for kind in kinds}
