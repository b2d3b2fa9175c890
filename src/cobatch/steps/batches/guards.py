"""Why an act on a batch is refused."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.network.models.items import ExpiryBasis
from cobatch.steps.agreements.queries import quality_agreement_in_force, read_once
from cobatch.steps.batches.models import Batch, StageState
from cobatch.steps.batches.numbering import is_lot_number
from cobatch.steps.batches.payloads import NewBatch, StageReport, Start
from cobatch.steps.batches.queries import effective_records, makeable_lines, next_stage
from cobatch.steps.orders.models import OrderLine, PurchaseOrder
from cobatch.touchpoints.context import Context


def quality_agreement_stands(act: Context[Any, Any]) -> Iterator[Refusal]:
    """Nothing is made without a quality agreement in force between the two companies."""
    if quality_agreement_in_force(act.on.relationship_id) is None:
        yield Refusal("no_quality_agreement", _("There is no quality agreement in force: sign one first."))


def something_is_to_be_made(act: Context[PurchaseOrder, Any]) -> Iterator[Refusal]:
    """The order has a confirmed line that is not shipped yet."""
    if not lines_to_make(act):
        yield Refusal("nothing_to_make", _("No line of this order is confirmed and still to be made."))


def line_can_be_made(act: Context[PurchaseOrder, NewBatch]) -> Iterator[Refusal]:
    """The line is confirmed, and each market is one that its item is made for."""
    line = line_of(act)
    if line is None:
        yield Refusal("line_not_confirmed", _("This line is not confirmed, or already on its way."), "/line")
        return
    for market in markets_for(act):
        if market not in line.item.markets:
            words = {"item": line.item.sponsor_number, "market": market}
            yield Refusal("market_not_covered", _("%(item)s is not made for %(market)s.") % words, "/markets")
    size = act.payload.theoretical
    if size and (size.unit != line.item.batch_unit or size.value <= 0):
        words = {"unit": line.item.batch_unit}
        yield Refusal("wrong_unit", _("Give a size above nothing, in %(unit)s.") % words, "/theoretical")


def number_is_new(act: Context[PurchaseOrder, NewBatch]) -> Iterator[Refusal]:
    """The lot number can stand in a bar code and was never given to this item before."""
    if not is_lot_number(act.payload.number):
        text = _("A lot number has at most 20 characters: capital letters, digits and - . / as GS1 allows.")
        yield Refusal("lot_number_format", text, "/number")
        return
    line = line_of(act)
    if line and Batch.objects.filter(item_id=line.item_id, number=act.payload.number).exists():
        yield Refusal(
            "lot_number_taken", _("This lot number was given before and is never given again."), "/number"
        )


def record_is_effective(act: Context[PurchaseOrder, NewBatch]) -> Iterator[Refusal]:
    """The master batch record is the effective one of the line's item."""
    line = line_of(act)
    if line and not effective_records([line.item_id]).filter(pk=act.payload.master_record).exists():
        text = _("This is not the effective master batch record of the item.")
        yield Refusal("record_not_effective", text, "/master_record")


def line_is_cleared(act: Context[PurchaseOrder, NewBatch]) -> Iterator[Refusal]:
    """What was made before has left the line."""
    if not act.payload.line_cleared:
        yield Refusal("line_not_cleared", _("Clear the line first, and say so."), "/line_cleared")


def start_lies_behind(act: Context[Batch, Start]) -> Iterator[Refusal]:
    """A start is reported once it has happened, and first mixing does not come before it."""
    yield from _not_ahead(act.payload.started_at, act.now, "/started_at")
    mixed, calendar = act.payload.first_mixing_on, act.on.relationship.cmo_site.calendar
    if mixed and not calendar.local_day(act.payload.started_at) <= mixed <= calendar.local_day(act.now):
        text = _("First mixing lies between the start of the batch and today.")
        yield Refusal("mixing_out_of_time", text, "/first_mixing_on")


def stage_is_next(act: Context[Batch, StageReport]) -> Iterator[Refusal]:
    """Stages are reported in the order of the route."""
    stage = next_stage(act.on)
    if stage is None or stage.pk != act.payload.stage:
        name = stage.name if stage else "–"
        yield Refusal(
            "not_the_next_stage", _("The next stage of this batch is %(stage)s.") % {"stage": name}, "/stage"
        )


def stage_lies_behind(act: Context[Batch, StageReport]) -> Iterator[Refusal]:
    """A stage is reported once it is over, and none begins before the batch did."""
    payload = act.payload
    yield from _not_ahead(payload.ended_at, act.now, "/ended_at")
    if act.on.started_at and payload.started_at < act.on.started_at:
        yield Refusal("before_the_batch", _("This is before the batch was started."), "/started_at")
    calendar = act.on.relationship.cmo_site.calendar
    first = calendar.local_day(act.on.started_at or payload.started_at)
    last = calendar.local_day(payload.ended_at)
    if payload.first_mixing_on and not first <= payload.first_mixing_on <= last:
        text = _("First mixing lies between the start of the batch and the end of this stage.")
        yield Refusal("mixing_out_of_time", text, "/first_mixing_on")


def mixing_is_known(act: Context[Batch, StageReport]) -> Iterator[Refusal]:
    """Before packaging begins it is known when the active was first mixed, unless shelf life counts from filling."""
    batch = act.on
    if act.payload.first_mixing_on or batch.first_mixing_on or batch.item.expiry_basis == ExpiryBasis.FILL:
        return
    if not batch.stages.filter(bulk=True, state=StageState.PENDING).exclude(pk=act.payload.stage).exists():
        text = _("Say on which day the active was first mixed: shelf life counts from it.")
        yield Refusal("mixing_unknown", text, "/first_mixing_on")


def _not_ahead(instant: datetime, now: datetime, at: str) -> Iterator[Refusal]:
    if instant > now:
        yield Refusal("in_the_future", _("This has not happened yet."), at)


def lines_to_make(act: Context[PurchaseOrder, Any]) -> list[OrderLine]:
    """Lines of the order for which batches may be made, read once for guards and effect."""
    return read_once(act.on, "lines to make", lambda: makeable_lines(act.on))


def line_of(act: Context[PurchaseOrder, NewBatch]) -> OrderLine | None:
    """The line the batch is for, if it may be made."""
    return next((line for line in lines_to_make(act) if line.pk == act.payload.line), None)


def markets_for(act: Context[PurchaseOrder, NewBatch]) -> list[str]:
    """The markets named, or the order's."""
    return sorted(act.payload.markets) or [act.on.market]
