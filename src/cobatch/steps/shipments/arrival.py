"""Why a receipt is refused."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.steps.shipments.models import HandlingUnit, Shipment, ShipmentLine
from cobatch.steps.shipments.notices import LineReceived, Receipt
from cobatch.steps.shipments.queries import lines_of
from cobatch.touchpoints.context import Context

Receiving = Context[Shipment, Receipt]


def counted(each: LineReceived) -> Decimal:
    """Good and damaged packs together."""
    return each.good.value + (each.damaged.value if each.damaged else Decimal(0))


def units_missing(act: Receiving) -> dict[str, HandlingUnit]:
    """The units named as missing, by SSCC."""
    if not act.payload.missing:
        return {}
    return {unit.sscc: unit for unit in act.on.units.filter(sscc__in=act.payload.missing)}


def only_what_was_shipped(act: Receiving) -> Iterator[Refusal]:
    """Each line once, and no more of it than is on its way, units that are missing taken off."""
    lines = {line.pk: line for line in lines_of(act.on)}
    units = units_missing(act)
    absent: dict[UUID, Decimal] = defaultdict(Decimal)
    for unit in units.values():
        absent[unit.line_id] += unit.packs_value
    seen: set[UUID] = set()
    for index, each in enumerate(act.payload.lines):
        line = lines.get(each.line)
        if line is None or each.line in seen:
            yield Refusal(
                "line_unknown",
                _("This is no line of the shipment, or it is named twice."),
                f"/lines/{index}/line",
            )
            continue
        seen.add(each.line)
        yield from _count_fits(line, each, absent[line.pk], f"/lines/{index}")
    for index, code in enumerate(act.payload.missing):
        if code not in units:
            yield Refusal("sscc_unknown", _("This unit is not in the shipment."), f"/missing/{index}")


def _count_fits(line: ShipmentLine, each: LineReceived, absent: Decimal, at: str) -> Iterator[Refusal]:
    damaged = each.damaged or each.good * 0
    if {each.good.unit, damaged.unit} != {line.unit}:
        yield Refusal(
            "wrong_unit", _("This item is counted in %(unit)s.") % {"unit": line.unit}, f"{at}/good"
        )
    elif each.good.value < 0 or damaged.value < 0:
        yield Refusal("quantity_not_positive", _("Less than nothing cannot arrive."), f"{at}/good")
    elif counted(each) > line.on_its_way - absent:
        words = {"line": line.label, "most": f"{(line.on_its_way - absent).normalize():f}"}
        text = _("%(line)s: at most %(most)s packs can have arrived.") % words
        yield Refusal("more_than_shipped", text, f"{at}/good")


def something_arrived(act: Receiving) -> Iterator[Refusal]:
    """A receipt of nothing only makes sense as the last word."""
    if not act.payload.final and not any(counted(each) for each in act.payload.lines):
        yield Refusal(
            "nothing_received", _("Nothing was counted. If nothing more will come, say so."), "/final"
        )
