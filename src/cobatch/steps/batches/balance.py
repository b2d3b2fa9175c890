"""Whether what is reported as output adds up, and why it is refused when it does not (R-7, R-9)."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.network.models.items import ExpiryBasis
from cobatch.steps.batches.models import Batch
from cobatch.steps.batches.outputs import Output
from cobatch.steps.batches.queries import bulk_output
from cobatch.steps.batches.yields import PERCENT, difference
from cobatch.touchpoints.context import Context

# Counters at the end of a packaging line are good to some units in a thousand.
LIMIT_PERCENT = Decimal("0.5")


def base_units(batch: Batch, output: Output) -> Decimal:
    """Tablets or vials in the packs that came out."""
    return output.packed.value * batch.item.units_per_pack


def rejected(output: Output) -> int:
    """Base units rejected for all reasons together."""
    return sum(each.count for each in output.rejects)


def packs_are_counted(act: Context[Batch, Output]) -> Iterator[Refusal]:
    """Packs come in the item's unit and are whole."""
    packed = act.payload.packed
    if packed.unit != act.on.pack_unit:
        text = _("This item is packed in %(unit)s.") % {"unit": act.on.pack_unit}
        yield Refusal("wrong_unit", text, "/packed")
    elif packed.value <= 0 or packed.value % 1:
        yield Refusal("packs_not_whole", _("Count whole packs, more than none."), "/packed")


def material_adds_up(act: Context[Batch, Output]) -> Iterator[Refusal]:
    """Packs, samples, rejects and explained losses come to what went into packaging, give or take 0.5 %."""
    output = act.payload
    bulk = bulk_output(act.on) if output.into_packaging is None else Decimal(output.into_packaging)
    parts = (Decimal(output.samples), Decimal(rejected(output)), Decimal(output.explained_loss))
    missing = difference(bulk, base_units(act.on, output), *parts)
    if abs(missing) * PERCENT > bulk * LIMIT_PERCENT:
        words = {"bulk": f"{bulk:f}", "missing": f"{missing:f}"}
        text = _(
            "Of %(bulk)s that went into packaging, %(missing)s are not accounted for: more than 0.5 percent."
        )
        yield Refusal("material_does_not_add_up", text % words, "/packed")


def days_are_in_order(act: Context[Batch, Output]) -> Iterator[Refusal]:
    """Packaging was closed after the batch was started and not in the future; release comes after it."""
    payload, calendar = act.payload, act.on.relationship.cmo_site.calendar
    started = calendar.local_day(act.on.started_at or act.now)
    if not started <= payload.packed_on <= calendar.local_day(act.now):
        text = _("Packaging closes between the start of the batch and today.")
        yield Refusal("packed_out_of_time", text, "/packed_on")
    if payload.filled_on and not started <= payload.filled_on <= payload.packed_on:
        text = _("Filling lies between the start of the batch and packaging.")
        yield Refusal("filled_out_of_time", text, "/filled_on")
    if payload.planned_release < payload.packed_on:
        text = _("A batch is released after it is packed.")
        yield Refusal("release_before_packing", text, "/planned_release")


def filling_is_known(act: Context[Batch, Output]) -> Iterator[Refusal]:
    """Of filled products the day of filling is known, since their shelf life counts from it."""
    if act.on.item.expiry_basis == ExpiryBasis.FILL and not act.payload.filled_on:
        text = _("Say on which day it was filled: shelf life counts from it.")
        yield Refusal("filling_unknown", text, "/filled_on")
