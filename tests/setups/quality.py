"""Set-up acts of quality: from a packed batch to its release by both companies."""

from itertools import count
from typing import Any
from uuid import UUID

from cobatch.kernel.roles import Role
from cobatch.steps.agreements.models import DocumentKind, DocumentState, MasterDocument
from cobatch.steps.batches.models import Batch
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.quality.markets import needs_qualified_person
from cobatch.steps.quality.models import ArtifactKind, ArtifactRequest
from tests.setups.agreements import document_approved, handed_over, pdf
from tests.setups.batches import batch_produced
from tests.setups.schedules import order_confirmed
from tests.world import World

QA, QC, QP = Role.QUALITY_ASSURANCE, Role.QUALITY_CONTROL, Role.QUALIFIED_PERSON
STATEMENTS = {"batch_record_reviewed": True, "audit_trail_reviewed": True, "no_open_deviation": True}
_orders = count(1)


def produced(world: World, number: str = "SF26K0101", **values: Any) -> UUID:
    """An order with one confirmed line, and its batch packed and in quarantine."""
    order = order_confirmed(world, f"45000{next(_orders):05d}")
    [line] = world.rows(OrderLine, order_id=order)
    return batch_produced(world, order, line, number, **values)


def request_of(world: World, batch: UUID, kind: str = ArtifactKind.BATCH_RECORD) -> ArtifactRequest:
    """The request on a batch for one kind of document."""
    [request] = world.rows(ArtifactRequest, batch_id=batch, kind=kind)
    return request


def submission(world: World, name: str = "record.pdf", **values: Any) -> dict[str, Any]:
    """One file, handed over before."""
    return {
        "files": [{"file": str(handed_over(world, name=name, content=pdf(name)).pk), "pages": 212}]
    } | values


def submit_record(world: World, batch: UUID, code: str = "quality.submit_artifact", **values: Any) -> UUID:
    """The batch record goes to the sponsor."""
    request = request_of(world, batch)
    payload = submission(world, f"record-{batch}-{request.round}.pdf", **values)
    world.act(code, request, payload, world.cmo.actor(QA), version=request.version)
    return UUID(str(request.pk))


def specification_effective(world: World, item_id: Any) -> UUID:
    """The effective specification of an item, approved now if there is none."""
    kind = DocumentKind.SPECIFICATION.value
    known = {"item_id": item_id, "kind": kind, "state": DocumentState.EFFECTIVE}
    for document in world.rows(MasterDocument, **known):
        return UUID(str(document.pk))
    item = next(each for each in (world.item, world.other_item) if each.pk == item_id)
    return document_approved(world, item, kind=kind)


def result(test: str = "Assay", **values: Any) -> dict[str, Any]:
    """One test that passes."""
    return {
        "test": test, "method": "HPLC-014", "limit_low": "95.0", "limit_high": "105.0", "decimals": 1,
        "result": "99.84", "unit": "%", "n": 2, "analyst": "MK", "tested_on": "2026-01-15",
    } | values  # fmt: skip


def analysis(world: World, batch: UUID, *results: dict[str, Any], **values: Any) -> dict[str, Any]:
    """What a certificate says: an assay and a limit of water unless other results are given."""
    water = result("Water", method="KF-2", limit_low=None, limit_high="3.0", result="1.72")
    return {
        "specification": str(specification_effective(world, world.read(Batch, batch).item_id)),
        "sample": "QC-26-1187",
        "results": list(results) or [result(), water],
    } | values


def issue_certificate(world: World, batch: UUID, *results: dict[str, Any], **values: Any) -> UUID:
    """The certificate of analysis of a batch."""
    request = request_of(world, batch, ArtifactKind.CERTIFICATE)
    payload = analysis(world, batch, *results, **values)
    return world.act(
        "quality.issue_certificate", request, payload, world.cmo.actor(QC), version=request.version
    ).record_id


def review(world: World, batch: UUID, kind: str, **values: Any) -> None:
    """The sponsor's review of a document; accepted unless told otherwise."""
    request = request_of(world, batch, kind)
    payload = {"outcome": "accept"} | values
    world.act("quality.review_artifact", request, payload, world.sponsor.actor(QA), version=request.version)


def under_review(world: World, batch: UUID) -> UUID:
    """Batch record and certificate are in: the manufacturer decides next."""
    submit_record(world, batch)
    issue_certificate(world, batch)
    return batch


def accept_documents(world: World, batch: UUID) -> None:
    """The sponsor accepts both documents."""
    review(world, batch, ArtifactKind.BATCH_RECORD)
    review(world, batch, ArtifactKind.CERTIFICATE)


def certify(world: World, batch: UUID, **values: Any) -> None:
    """The manufacturer's decision; a release unless told otherwise."""
    payload = {"decision": "release", **STATEMENTS} | values
    version = world.read(Batch, batch).version
    world.act("quality.certify", batch, payload, world.cmo.actor(QA), version=version)


def decide(world: World, batch: UUID, *decisions: dict[str, Any]) -> None:
    """The sponsor's decisions on markets of one kind: quality assurance, or the Qualified Person."""
    qp = needs_qualified_person(decisions[0]["market"])
    entry = {"register_entry": "HRI-2026-0117", "authorisation": "M-11043"} if qp else {}
    payload = {"decisions": [{"decision": "accepted"} | each for each in decisions]} | entry
    code, role = ("quality.certify_release", QP) if qp else ("quality.release", QA)
    world.act(code, batch, payload, world.sponsor.actor(role), version=world.read(Batch, batch).version)


def cmo_released(world: World, batch: UUID) -> UUID:
    """A packed batch goes through to the manufacturer's release, all documents accepted."""
    under_review(world, batch)
    accept_documents(world, batch)
    certify(world, batch)
    return batch


def released(world: World, batch: UUID, market: str = "US") -> UUID:
    """A packed batch goes through all acts until it is released for its one market."""
    cmo_released(world, batch)
    decide(world, batch, {"market": market})
    return batch


def rejected(world: World, batch: UUID) -> UUID:
    """A packed batch that both companies reject."""
    under_review(world, batch)
    certify(world, batch, decision="reject", reason="Blend segregation")
    version = world.read(Batch, batch).version
    payload = {"disposal": "Incinerate, witnessed"}
    world.act("quality.countersign_rejection", batch, payload, world.sponsor.actor(QA), version=version)
    return batch
