"""TP-24: packaging is closed; yield, labels and expiry are fixed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.batches.balance import (
    base_units,
    days_are_in_order,
    filling_is_known,
    material_adds_up,
    packs_are_counted,
    rejected,
)
from cobatch.steps.batches.facts import BatchProduced
from cobatch.steps.batches.guards import quality_agreement_stands
from cobatch.steps.batches.models import Batch, BatchState, StageState
from cobatch.steps.batches.outputs import Output
from cobatch.steps.batches.queries import expiry_if_released, markets_of
from cobatch.steps.batches.yields import batch_yield, is_outside
from cobatch.stock.models import Kind, Lot, Place, Status
from cobatch.stock.moving import Spot, book, movement
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


def packed_today(batch: Batch, actor: Any) -> dict[str, Any]:
    """The form begins with today, and with the release that the relationship's terms allow for."""
    now, calendar = clock.now(), batch.relationship.cmo_site.calendar
    release = batch.relationship.terms.term("cmo_release").due(now, calendar)
    return {
        "packed_on": calendar.local_day(now).isoformat(),
        "planned_release": calendar.local_day(release).isoformat(),
    }


@touchpoint(
    "batches.report_output",
    title=_("Report output"),
    said=_("reported the output"),
    on=Batch,
    takes=Output,
    by=Side.CMO,
    roles=(Role.PRODUCTION, Role.SUPERVISOR),
    when=(BatchState.PACKAGING,),
    moves=(
        moves(BatchState.PACKAGING, to=BatchState.PRODUCED),
        moves(StageState.PENDING, to=StageState.DONE),
    ),
    needs=(quality_agreement_stands,),
    guards=(packs_are_counted, material_adds_up, days_are_in_order, filling_is_known),
    initial=packed_today,
    catalogue="TP-24",
)
def report_output(act: Context[Batch, Output]) -> Iterator[Fact]:
    """The manufacturer reports packs, samples, rejects and the count of labels; yield and expiry follow.

    The packs then lie in quarantine at the manufacturer. A yield outside the alert band is marked on the
    batch. The printed expiry is fixed from the planned release; stages of packaging not reported are over.
    """
    batch, output = act.on, act.payload
    _note_counts(act)
    act.change(batch, filled_on=output.filled_on, planned_release=output.planned_release)
    expiry, printed = expiry_if_released(batch, output.planned_release)
    act.change(batch, expiry=expiry, printed_expiry=printed)
    for stage in batch.stages.filter(state=StageState.PENDING):
        act.move(stage, StageState.DONE)
    act.move(batch, BatchState.PRODUCED)
    _into_quarantine(act)
    markets = tuple(each.market for each in markets_of(batch))
    yield BatchProduced(batch.id, batch.order_id, batch.order_line_id, markets)


def _note_counts(act: Context[Batch, Output]) -> None:
    batch, output, item = act.on, act.payload, act.on.item
    percent = batch_yield(base_units(batch, output), Decimal(batch.theoretical_value))
    act.change(
        batch,
        packed=output.packed,
        packed_on=output.packed_on,
        into_packaging=output.into_packaging,
        samples=output.samples,
        rejects=rejected(output),
        reject_reasons={str(each.reason): each.count for each in output.rejects},
        explained_loss=output.explained_loss,
        labels_issued=output.labels.issued,
        labels_used=output.labels.used,
        labels_damaged=output.labels.damaged,
        labels_returned=output.labels.returned,
        yield_percent=percent,
        outside_alert=is_outside(percent, item.alert_low_percent, item.alert_high_percent),
    )


def _into_quarantine(act: Context[Batch, Output]) -> None:
    batch, output = act.on, act.payload
    if batch.expiry is None:
        raise LookupError(f"batch {batch.number} is packed without an expiry")
    lot = Lot(
        **born(under=batch),
        item=batch.item,
        number=batch.number,
        sponsor_lot=batch.sponsor_lot,
        batch_id=batch.id,
        made_on=output.packed_on,
        expiry=batch.expiry,
    )
    act.create_all([lot])
    book(movement(lot, Kind.PRODUCED, output.packed, act.now, target=Spot(Place.CMO, Status.QUARANTINE)))
