"""Reads of quality documents and dispositions for pages, the API and later steps."""

from typing import Any
from uuid import UUID

from cobatch.steps.agreements.models import DocumentKind, MasterDocument
from cobatch.steps.agreements.queries import effective_document, read_once
from cobatch.steps.batches.models import Batch, BatchMarket, MarketState
from cobatch.steps.quality.models import (
    ArtifactComment,
    ArtifactRequest,
    ArtifactState,
    ArtifactVersion,
    Certificate,
    CommentState,
)
from cobatch.stock.models import Lot
from cobatch.stock.queries import lot_of_batch
from cobatch.touchpoints.choices import choices

HANDED_IN = (ArtifactState.SUBMITTED, ArtifactState.ACCEPTED)
UNDECIDED = (MarketState.AWAITING_CMO, MarketState.AWAITING_SPONSOR, MarketState.AWAITING_QP)


def artifacts_of(batch: Batch) -> list[ArtifactRequest]:
    """The requests on a batch in the order they were made; read once for one act."""
    query = ArtifactRequest.objects.filter(batch=batch).order_by("number")
    return read_once(batch, "artifacts", lambda: list(query))


def newest_files(requests: list[ArtifactRequest]) -> dict[UUID, list[ArtifactVersion]]:
    """By request: the files of its last submission, by name."""
    found: dict[UUID, list[ArtifactVersion]] = {request.pk: [] for request in requests}
    rounds = {request.pk: request.round for request in requests}
    query = (
        ArtifactVersion.objects.filter(request__in=requests)
        .select_related("file")
        .order_by("file__name", "pk")
    )
    for version in query:
        if version.version == rounds[version.request_id]:
            found[version.request_id].append(version)
    return found


def newest_certificate(batch: Batch) -> Certificate | None:
    """The last edition of a batch's certificate with its results; read once for one act."""
    query = (
        Certificate.objects.filter(batch=batch).select_related("specification").prefetch_related("results")
    )
    return read_once(batch, "certificate", query.order_by("-edition").first)


def comments_of(request: ArtifactRequest, *states: CommentState) -> list[ArtifactComment]:
    """Comments in these states by page; read once for one act."""
    query = ArtifactComment.objects.filter(request=request).order_by("round", "page", "pk")
    known: list[ArtifactComment] = read_once(request, "comments", lambda: list(query))
    return [comment for comment in known if comment.state in states] if states else known


def specification_of(request: ArtifactRequest) -> MasterDocument | None:
    """The specification that is effective for the batch's item; read once for one act."""
    item_id = request.batch.item_id
    return read_once(
        request, "specification", lambda: effective_document(item_id, DocumentKind.SPECIFICATION)
    )


def markets_in(batch: Batch, *states: MarketState) -> list[BatchMarket]:
    """Markets of a batch in these states, by name; read once for one act."""
    known: list[BatchMarket] = read_once(batch, "markets", lambda: list(batch.markets.order_by("market")))
    return [market for market in known if market.state in states]


def lot_made_of(batch: Batch) -> Lot:
    """The lot that a packed batch became; read once for one act."""
    lot: Lot | None = read_once(batch, "lot", lambda: lot_of_batch(batch.pk))
    if lot is None:
        raise LookupError(f"batch {batch.number} was packed and is no lot")
    return lot


@choices("quality.comments")
def comment_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Comments that are not settled, with their page."""
    comments = comments_of(record, CommentState.OPEN, CommentState.ANSWERED)
    return [(str(comment.pk), f"{comment.page} · {comment.text[:80]}") for comment in comments]


@choices("quality.specifications")
def specification_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """The one specification that is effective for the batch's item."""
    specification = specification_of(record)
    return [(str(specification.pk), specification.subject())] if specification else []


@choices("quality.markets")
def market_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Markets of the batch that wait for the sponsor's decision."""
    waiting = markets_in(record, MarketState.AWAITING_SPONSOR, MarketState.AWAITING_QP)
    return [(market.market, market.market) for market in waiting]
