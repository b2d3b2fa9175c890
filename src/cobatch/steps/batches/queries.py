"""Reads of batches for pages, the API and later steps."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cobatch.kernel.quantity import Quantity
from cobatch.network.models import Item
from cobatch.network.models.items import ExpiryBasis
from cobatch.steps.agreements.models import DocumentKind, DocumentState, MasterDocument
from cobatch.steps.batches import expiry, numbering
from cobatch.steps.batches.models import Batch, BatchMarket, BatchStage, StageState
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.orders.queries import lines_in
from cobatch.touchpoints.choices import choices

MAKEABLE = (LineState.CONFIRMED, LineState.IN_PRODUCTION)


def batches_of(order: PurchaseOrder) -> list[Batch]:
    """The batches of an order in the order of their numbers, with item and line."""
    return list(order.batches.select_related("item", "order", "order_line").order_by("number"))


def produced_quantity(batch: Batch) -> Quantity:
    """Packs that came out; none before the output is reported."""
    return batch.packed or Quantity.zero(batch.pack_unit)


def markets_of(batch: Batch, *states: str) -> list[BatchMarket]:
    """The markets of a batch in these states (all when none is named), by country code."""
    query = batch.markets.order_by("market")
    return list(query.filter(state__in=states) if states else query)


def stages_of(batch: Batch) -> list[BatchStage]:
    """The route of a batch."""
    return list(batch.stages.order_by("position"))


def next_stage(batch: Batch) -> BatchStage | None:
    """The first stage that is not done."""
    return batch.stages.filter(state=StageState.PENDING).order_by("position").first()


def bulk_output(batch: Batch) -> Decimal:
    """Base units that came out of the last bulk stage and went into packaging."""
    last = batch.stages.filter(bulk=True).order_by("-position").first()
    return Decimal(last.good or 0) if last else Decimal(0)


def expiry_if_released(batch: Batch, day: date) -> tuple[date, str]:
    """Expiry and what would be printed, if the batch were released on this day."""
    life = expiry.ShelfLife(batch.item.expiry_basis, batch.item.shelf_life_months)
    made = batch.first_mixing_on
    if made is None or life.basis == ExpiryBasis.FILL:
        made = batch.filled_on or made
    if made is None:
        raise LookupError(f"batch {batch.number} has no day its shelf life counts from")
    last = expiry.expiry_of(life, made, day)
    return last, expiry.printed(last)


def prints_too_long(batch: Batch, day: date) -> bool:
    """Whether the packs promise a longer life than a release on this day would give."""
    _last, print_ = expiry_if_released(batch, day)
    return expiry.printed_until(batch.printed_expiry) > expiry.printed_until(print_)


def suggested_number(item: Item, day: date) -> str:
    """The next lot number of the manufacturer's pattern for an item; the manufacturer may type another."""
    of_site = Batch.objects.filter(cmo_id=item.cmo_id).values_list("item_id", "number")
    rows = list(of_site)
    own = [number for item_id, number in rows if item_id == item.pk]
    return numbering.suggestion(item.cmo.code, day, own, (number for _item, number in rows))


def makeable_lines(order: PurchaseOrder) -> list[OrderLine]:
    """Lines for which batches may be made now."""
    return lines_in(order, *MAKEABLE)


def effective_records(item_ids: Iterable[UUID]) -> QuerySet[MasterDocument]:
    """Master batch records that are in force for these items."""
    return MasterDocument.objects.filter(
        item_id__in=list(item_ids), kind=DocumentKind.MASTER_BATCH_RECORD, state=DocumentState.EFFECTIVE
    ).order_by("number")


@choices("batches.lines")
def line_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Lines of an order for which batches may be made."""
    return [(str(line.pk), f"{line.label} · {line.item.sponsor_number}") for line in makeable_lines(record)]


@choices("batches.master_records")
def master_record_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Effective master batch records of the order's items."""
    items = [line.item_id for line in makeable_lines(record)]
    return [(str(each.pk), f"{each.number} · {each.revision}") for each in effective_records(items)]


@choices("batches.markets")
def market_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Countries that the order's items are made for."""
    markets = {market for line in makeable_lines(record) for market in line.item.markets}
    return [(market, market) for market in sorted(markets)]


@choices("batches.stages")
def stage_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """The next stage of the batch: stages are reported in their order."""
    stage = next_stage(record)
    return [(str(stage.pk), stage.name)] if stage else []
