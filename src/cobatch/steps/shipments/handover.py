"""Why an advance ship notice is refused."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.steps.shipments import sscc
from cobatch.steps.shipments.guards import more_than_open, not_ready, not_released
from cobatch.steps.shipments.models import HandlingUnit, Shipment, ShipmentLine
from cobatch.steps.shipments.notices import LineShipped, ShipNotice
from cobatch.steps.shipments.queries import SHIPPABLE, lines_of, most_to_ship, released_markets
from cobatch.touchpoints.context import Context

Dispatching = Context[Shipment, ShipNotice]
MOST_UNITS = 20_000


@dataclass(frozen=True)
class Unit:
    """One handling unit of the notice, and the row that names it."""

    row: int
    line: UUID
    sscc: str
    packs: Decimal


def units_of(notice: ShipNotice) -> list[Unit]:
    """Every single unit; rows of several equal ones are written out, rows with a wrong SSCC left out."""
    return [
        Unit(row, each.line, code, each.quantity.value)
        for row, each in enumerate(notice.units)
        if sscc.is_valid(each.sscc)
        for code in sscc.following(each.sscc, each.count)
    ]


def quantities_of(notice: ShipNotice) -> dict[UUID, Decimal]:
    """Packs by line of the shipment."""
    return {each.line: each.quantity.value for each in notice.lines}


def every_line_is_picked(act: Dispatching) -> Iterator[Refusal]:
    """Each line comes once, in its unit, with no more than was instructed; not all of them are empty."""
    lines = {line.pk: line for line in lines_of(act.on)}
    named = [each.line for each in act.payload.lines]
    for index, each in enumerate(act.payload.lines):
        if each.line not in lines or named.index(each.line) != index:
            yield Refusal(
                "line_unknown",
                _("This is no line of the shipment, or it is named twice."),
                f"/lines/{index}/line",
            )
        else:
            yield from _quantity_fits(lines[each.line], each, f"/lines/{index}/quantity")
    for line in lines.values():
        if line.pk not in named:
            yield Refusal(
                "line_missing", _("Say what was handed over of %(line)s.") % {"line": line.label}, "/lines"
            )
    if not any(each.quantity.value for each in act.payload.lines):
        yield Refusal("nothing_shipped", _("Nothing was handed over."), "/lines")


def _quantity_fits(line: ShipmentLine, each: LineShipped, at: str) -> Iterator[Refusal]:
    if each.quantity.unit != line.unit:
        yield Refusal("wrong_unit", _("This item is shipped in %(unit)s.") % {"unit": line.unit}, at)
    elif each.quantity.value < 0:
        yield Refusal("quantity_not_positive", _("Less than nothing cannot be shipped."), at)
    elif each.quantity.value > line.instructed_value:
        words = {"most": f"{line.instructed_value.normalize():f}"}
        yield Refusal("more_than_instructed", _("Only %(most)s packs were instructed.") % words, at)


def goods_may_still_leave(act: Dispatching) -> Iterator[Refusal]:
    """Since the instruction nothing has happened that keeps the goods back."""
    lines, wanted = lines_of(act.on), quantities_of(act.payload)
    released = released_markets({line.batch_id for line in lines})
    by_order_line: dict[UUID, Decimal] = defaultdict(Decimal)
    for line in lines:
        by_order_line[line.order_line_id] += wanted.get(line.pk, Decimal(0))
        if (line.batch_id, line.order_line.order.market) not in released:
            yield not_released(line.batch, line.order_line.order.market)
    for order_line in {line.order_line for line in lines}:
        if order_line.state not in SHIPPABLE:
            yield not_ready(order_line)
        elif by_order_line[order_line.pk] > most_to_ship(order_line):
            yield more_than_open(order_line)


def units_hold_the_lines(act: Dispatching) -> Iterator[Refusal]:
    """Every SSCC is valid and new, and the units of a line together hold exactly its quantity."""
    if sum(each.count for each in act.payload.units) > MOST_UNITS:
        yield Refusal(
            "too_many_units", _("At most %(most)s units in one notice.") % {"most": MOST_UNITS}, "/units"
        )
        return
    lines = {line.pk: line for line in lines_of(act.on)}
    yield from _rows_fit(act.payload, lines)
    units = units_of(act.payload)
    held: dict[UUID, Decimal] = defaultdict(Decimal)
    for unit in units:
        held[unit.line] += unit.packs
    for pk, quantity in quantities_of(act.payload).items():
        if pk in lines and held[pk] != quantity:
            words = {
                "line": lines[pk].label,
                "held": f"{held[pk].normalize():f}",
                "said": f"{quantity.normalize():f}",
            }
            text = _("%(line)s: the units hold %(held)s packs, the line says %(said)s.") % words
            yield Refusal("units_differ", text, "/units")
    yield from _are_new(act, units)


def _rows_fit(notice: ShipNotice, lines: dict[UUID, ShipmentLine]) -> Iterator[Refusal]:
    for row, each in enumerate(notice.units):
        line = lines.get(each.line)
        if not sscc.is_valid(each.sscc):
            text = _("This is no SSCC: eighteen digits, the last one checking the others.")
            yield Refusal("sscc_invalid", text, f"/units/{row}/sscc")
        if line is None:
            yield Refusal("line_unknown", _("This is no line of the shipment."), f"/units/{row}/line")
        elif each.quantity.unit != line.unit:
            words = {"unit": line.unit}
            yield Refusal(
                "wrong_unit", _("This item is shipped in %(unit)s.") % words, f"/units/{row}/quantity"
            )
        elif each.quantity.value <= 0:
            yield Refusal(
                "quantity_not_positive", _("A unit holds more than nothing."), f"/units/{row}/quantity"
            )


def _are_new(act: Dispatching, units: list[Unit]) -> Iterator[Refusal]:
    codes = [unit.sscc for unit in units]
    used = set(
        HandlingUnit.objects.filter(cmo_id=act.on.cmo_id, sscc__in=codes).values_list("sscc", flat=True)
    )
    rows: set[int] = set()
    for unit in units:
        if unit.sscc in used:
            rows.add(unit.row)
        used.add(unit.sscc)
    for row in sorted(rows):
        yield Refusal(
            "sscc_used", _("An SSCC is given once; this one was used before."), f"/units/{row}/sscc"
        )


def hand_over_has_happened(act: Dispatching) -> Iterator[Refusal]:
    """Nobody announces goods that are still there."""
    if act.payload.handed_over_at > act.now:
        yield Refusal("not_yet", _("The hand-over lies in the future."), "/handed_over_at")
