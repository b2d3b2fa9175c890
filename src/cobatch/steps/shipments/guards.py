"""Why goods may not be instructed to leave."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.network.models import Relationship
from cobatch.steps.agreements.queries import read_once
from cobatch.steps.batches.models import Batch
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.shipments.goods import Share, free_stock, instructed_for
from cobatch.steps.shipments.payloads import Instruction, LineInstructed
from cobatch.steps.shipments.queries import NOTHING, SHIPPABLE, most_to_ship, released_markets
from cobatch.steps.shipments.shelf_life import remaining_percent
from cobatch.touchpoints.context import Context

Instructing = Context[Relationship, Instruction]


def batches_named(act: Instructing) -> dict[UUID, Batch]:
    """The batches of this relationship that the instruction names."""
    wanted = {line.batch for line in act.payload.lines}
    return {
        each.pk: each
        for each in Batch.objects.filter(pk__in=wanted, relationship=act.on).select_related("item")
    }


def order_lines_named(act: Instructing) -> dict[UUID, OrderLine]:
    """The order lines of this relationship that the instruction names; read once in an act."""
    wanted = {line.order_line for line in act.payload.lines}
    rows = OrderLine.objects.filter(pk__in=wanted, relationship=act.on).select_related("order", "item")
    return read_once(act, "order lines", lambda: {each.pk: each for each in rows})


def goods_may_leave(act: Instructing) -> Iterator[Refusal]:
    """Known and matching, released for the market, fresh enough, there, and still wanted."""
    batches, lines = batches_named(act), order_lines_named(act)
    known = [
        (index, each, batches[each.batch], lines[each.order_line])
        for index, each in enumerate(act.payload.lines)
        if each.batch in batches and each.order_line in lines
    ]
    yield from _unknown(act, batches, lines)
    released = released_markets(batches)
    for index, each, batch, line in known:
        at = f"/lines/{index}"
        yield from _fits(each, batch, line, at)
        yield from _is_released(batch, line, released, at)
        yield from _is_fresh(act, batch, at)
    yield from _is_there(act, batches, lines)
    yield from _is_wanted(act, lines)


def _unknown(act: Instructing, batches: dict[UUID, Batch], lines: dict[UUID, OrderLine]) -> Iterator[Refusal]:
    seen: set[tuple[UUID, UUID]] = set()
    for index, each in enumerate(act.payload.lines):
        at = f"/lines/{index}"
        if each.batch not in batches:
            yield Refusal("batch_unknown", _("There is no such batch."), f"{at}/batch")
        if each.order_line not in lines:
            yield Refusal("line_unknown", _("There is no such order line."), f"{at}/order_line")
        if (each.batch, each.order_line) in seen:
            yield Refusal("named_twice", _("This batch is named twice for the same order line."), at)
        seen.add((each.batch, each.order_line))


def _fits(each: LineInstructed, batch: Batch, line: OrderLine, at: str) -> Iterator[Refusal]:
    if batch.item_id != line.item_id:
        words = {"batch": batch.number, "item": line.item.sponsor_number}
        yield Refusal("other_item", _("Batch %(batch)s is not %(item)s.") % words, f"{at}/batch")
    if each.quantity.unit != line.unit:
        yield Refusal(
            "wrong_unit", _("This item is shipped in %(unit)s.") % {"unit": line.unit}, f"{at}/quantity"
        )
    elif each.quantity.value <= 0:
        yield Refusal("quantity_not_positive", _("Ship more than nothing."), f"{at}/quantity")
    if line.state not in SHIPPABLE:
        yield not_ready(line, f"{at}/order_line")


def not_ready(line: OrderLine, at: str | None = None) -> Refusal:
    """Nothing may be shipped for the order line: too early, or it is complete."""
    words = {"order": line.order.number, "line": line.label, "state": line.get_state_display()}
    text = _("Order %(order)s, line %(line)s is %(state)s: nothing can be shipped for it.") % words
    return Refusal("line_not_ready", text, at)


def _is_released(
    batch: Batch, line: OrderLine, released: set[tuple[UUID, str]], at: str
) -> Iterator[Refusal]:
    if (batch.pk, line.order.market) not in released:
        yield not_released(batch, line.order.market, f"{at}/batch")


def not_released(batch: Batch, market: str, at: str | None = None) -> Refusal:
    """The batch may not be sold in this market."""
    words = {"batch": batch.number, "market": market}
    return Refusal("batch_not_released", _("Batch %(batch)s is not released for %(market)s.") % words, at)


def _is_fresh(act: Instructing, batch: Batch, at: str) -> Iterator[Refusal]:
    least, left = (
        batch.item.minimum_remaining_shelf_life_percent,
        remaining_percent(batch, act.payload.expected_on),
    )
    if left is None:
        yield Refusal(
            "expiry_unknown",
            _("Batch %(batch)s has no expiry date.") % {"batch": batch.number},
            f"{at}/batch",
        )
    elif left < least:
        words = {"batch": batch.number, "left": f"{left:.1f}", "least": f"{least.normalize():f}"}
        yield Refusal(
            "too_little_shelf_life",
            _("Batch %(batch)s will arrive with %(left)s %% of its shelf life; %(least)s %% is agreed.")
            % words,
            f"{at}/batch",
        )


def _is_there(
    act: Instructing, batches: dict[UUID, Batch], lines: dict[UUID, OrderLine]
) -> Iterator[Refusal]:
    free = free_stock(batches)
    wanted: dict[Share, Decimal] = defaultdict(Decimal)
    for each in act.payload.lines:
        if each.batch in batches and each.order_line in lines:
            wanted[each.batch, lines[each.order_line].order.market] += each.quantity.value
    for share, packs in wanted.items():
        if packs > free.get(share, NOTHING):
            batch, there = batches[share[0]].number, free.get(share, NOTHING)
            words = {"batch": batch, "market": share[1], "free": _plain(there), "wanted": _plain(packs)}
            text = _("Of batch %(batch)s %(free)s packs are free for %(market)s, not %(wanted)s.") % words
            yield Refusal("not_enough_stock", text, "/lines")


def _is_wanted(act: Instructing, lines: dict[UUID, OrderLine]) -> Iterator[Refusal]:
    claimed = instructed_for(lines)
    sums: dict[UUID, Decimal] = defaultdict(Decimal)
    for each in act.payload.lines:
        sums[each.order_line] += each.quantity.value
    for pk, wanted in sums.items():
        line = lines.get(pk)
        if line and wanted > most_to_ship(line) - claimed.get(pk, NOTHING):
            yield more_than_open(line)


def more_than_open(line: OrderLine, at: str = "/lines") -> Refusal:
    """More than the order line still takes, its tolerance included."""
    words = {"order": line.order.number, "line": line.label}
    text = _("That is more than is open on order %(order)s, line %(line)s, tolerance included.") % words
    return Refusal("more_than_open", text, at)


def terms_are_one(act: Instructing) -> Iterator[Refusal]:
    """What the instruction leaves to the orders must be the same in all of them."""
    orders = {line.order for line in order_lines_named(act).values()}
    for field in ("ship_to", "incoterm", "incoterm_place"):
        if not getattr(act.payload, field) and len({getattr(order, field) for order in orders}) > 1:
            yield Refusal(
                "orders_differ", _("The orders differ here: say what holds for this shipment."), f"/{field}"
            )


def _plain(value: Any) -> str:
    return f"{value.normalize():f}"
