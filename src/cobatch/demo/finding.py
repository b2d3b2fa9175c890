"""What the story looks up on its way: records by the names that people use for them."""

from typing import Any
from uuid import UUID

from cobatch.demo.papers import paper
from cobatch.demo.stage import Stage
from cobatch.documents.files import store
from cobatch.network.models import Relationship
from cobatch.steps.agreements.models import DocumentKind, DocumentState, MasterDocument
from cobatch.steps.batches.models import Batch, BatchStage
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.quality.models import ArtifactComment, ArtifactRequest


def file(stage: Stage, who: str, relationship: str, name: str, *lines: str, pages: int = 1) -> str:
    """A paper that somebody hands over within a relationship; its id."""
    content = paper(name.removesuffix(".pdf"), *lines, pages=pages)

    def keep() -> str:
        of = Relationship.objects.get(pk=stage.records[relationship])
        return str(store(of, name, "application/pdf", content, stage.person(who)).pk)

    return str(stage.see(who, keep))


def order_line(stage: Stage, who: str, order: str, position: int = 10, portion: int = 0) -> OrderLine:
    """A line of an order by its number on the paper."""
    named = {"order_id": stage.records[order], "position": position, "portion": portion}
    found: OrderLine = stage.see(who, lambda: OrderLine.objects.select_related("item").get(**named))
    return found


def master_record(stage: Stage, who: str, item_id: UUID) -> str:
    """The master batch record that is effective for an item."""
    return _document(stage, who, item_id, DocumentKind.MASTER_BATCH_RECORD)


def specification(stage: Stage, who: str, item_id: UUID) -> str:
    """The specification that is effective for an item."""
    return _document(stage, who, item_id, DocumentKind.SPECIFICATION)


def _document(stage: Stage, who: str, item_id: UUID, kind: DocumentKind) -> str:
    named = {"item_id": item_id, "kind": kind, "state": DocumentState.EFFECTIVE}
    return str(stage.see(who, lambda: MasterDocument.objects.get(**named).pk))


def batch(stage: Stage, who: str, number: str) -> Batch:
    """A batch by its lot number."""
    query = Batch.objects.select_related("item")
    found: Batch = stage.see(who, lambda: query.get(pk=stage.records[number]))
    return found


def stage_of(stage: Stage, who: str, number: str, position: int) -> str:
    """A stage of a batch by its place on the route."""
    named = {"batch_id": stage.records[number], "position": position}
    return str(stage.see(who, lambda: BatchStage.objects.get(**named).pk))


def request(stage: Stage, who: str, number: str, kind: str) -> UUID:
    """The request for one kind of document of a batch."""
    named = {"batch_id": stage.records[number], "kind": kind}
    found: UUID = stage.see(who, lambda: ArtifactRequest.objects.get(**named).pk)
    return found


def comments(stage: Stage, who: str, number: str, kind: str) -> list[ArtifactComment]:
    """The reviewer's comments on a document of a batch, by page."""
    pk = request(stage, who, number, kind)
    found: list[Any] = stage.see(
        who, lambda: list(ArtifactComment.objects.filter(request_id=pk).order_by("page"))
    )
    return found
