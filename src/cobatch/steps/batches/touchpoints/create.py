"""TP-20: the manufacturer makes a batch out of a confirmed line."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.batches.guards import (
    line_can_be_made,
    line_is_cleared,
    line_of,
    markets_for,
    number_is_new,
    quality_agreement_stands,
    record_is_effective,
    something_is_to_be_made,
)
from cobatch.steps.batches.models import Batch, BatchMarket, BatchStage, BatchState, MarketState, StageState
from cobatch.steps.batches.payloads import NewBatch
from cobatch.steps.batches.queries import effective_records, makeable_lines, stages_of, suggested_number
from cobatch.steps.orders.models import OrderLine, PurchaseOrder
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


def first_line(order: PurchaseOrder, actor: Any) -> dict[str, Any]:
    """The form begins with the first line to be made, the next lot number and the route of the last batch."""
    today = order.relationship.cmo_site.calendar.local_day(clock.now())
    line = next(iter(makeable_lines(order)), None)
    if line is None:
        return {}
    record = effective_records([line.item_id]).first()
    return {
        "line": str(line.pk),
        "number": suggested_number(line.item, today),
        "master_record": str(record.pk) if record else None,
        "markets": [order.market],
        "planned_start": (line.planned_start or today).isoformat(),
        "planned_end": _planned_end(line, today).isoformat(),
        "stages": _last_route(line),
    }


def _planned_end(line: OrderLine, today: date) -> date:
    planned = line.planned_batches.order_by("-schedule__number").first()
    return planned.pack_end if planned else max(line.planned_start or today, today)


def _last_route(line: OrderLine) -> list[dict[str, Any]]:
    last = Batch.objects.filter(item_id=line.item_id).order_by("-id").first()
    return [{"name": stage.name, "bulk": stage.bulk} for stage in stages_of(last)] if last else []


@touchpoint(
    "batches.create",
    title=_("Create batch"),
    said=_("created a batch"),
    on=PurchaseOrder,
    creates=Batch,
    takes=NewBatch,
    by=Side.CMO,
    roles=(Role.PRODUCTION, Role.SUPERVISOR),
    moves=(makes(BatchState.CREATED), makes(MarketState.AWAITING_CMO), makes(StageState.PENDING)),
    needs=(quality_agreement_stands, something_is_to_be_made),
    guards=(line_can_be_made, number_is_new, record_is_effective, line_is_cleared),
    initial=first_line,
    catalogue="TP-20",
)
def create(act: Context[PurchaseOrder, NewBatch]) -> Iterator[Fact]:
    """The manufacturer gives a batch its lot number, its master batch record and its route.

    The number is never given again. The batch is meant for the markets named, or for the order's market.
    """
    line = line_of(act)
    if line is None:
        raise LookupError("a batch for a line that cannot be made has passed the guards")
    batch = _batch(act, line)
    act.create(batch)
    own = born(under=act.on)
    act.create_all(
        BatchMarket(**own, batch=batch, market=market, state=MarketState.AWAITING_CMO)
        for market in markets_for(act)
    )
    act.create_all(
        BatchStage(
            **own, batch=batch, position=position, name=stage.name, bulk=stage.bulk, state=StageState.PENDING,
            planned_end=stage.planned_end,
        )
        for position, stage in enumerate(act.payload.stages, start=1)
    )  # fmt: skip
    yield from ()


def _batch(act: Context[PurchaseOrder, NewBatch], line: OrderLine) -> Batch:
    payload, item = act.payload, line.item
    return Batch(
        **born(under=act.on, at=act.now),
        state=BatchState.CREATED,
        order=act.on,
        order_line=line,
        item=item,
        master_record_id=payload.master_record,
        number=payload.number,
        sponsor_lot=payload.sponsor_lot,
        theoretical=payload.theoretical or item.theoretical_batch,
        pack_unit=item.unit,
        planned_start=payload.planned_start,
        planned_end=payload.planned_end,
        line_cleared=payload.line_cleared,
    )
