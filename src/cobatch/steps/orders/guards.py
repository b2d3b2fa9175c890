"""Why an act on an order is refused."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.network.models import Item, Relationship
from cobatch.steps.agreements.models import DocumentKind
from cobatch.steps.agreements.queries import effective_documents, quality_agreement_in_force
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.orders.payloads import Answer, Confirmation, Decision, LineAnswer, Order, Resolution
from cobatch.steps.orders.pricing import Expected, expected_prices
from cobatch.steps.orders.queries import lines_in
from cobatch.steps.parties.queries import items_by_number
from cobatch.touchpoints.context import Context

NEEDED = {DocumentKind.MASTER_BATCH_RECORD.value, DocumentKind.SPECIFICATION.value}


def number_is_new(act: Context[Relationship, Order]) -> Iterator[Refusal]:
    """The sponsor has not used this order number before."""
    if PurchaseOrder.objects.filter(sponsor_id=act.on.sponsor_id, number=act.payload.number).exists():
        yield Refusal("order_number_taken", _("You have an order with this number already."), "/number")


def lines_are_orderable(act: Context[Relationship, Order]) -> Iterator[Refusal]:
    """Each line names an active item, made for this market, in its unit and a multiple of its order multiple."""
    items = items_of(act)
    for index, line in enumerate(act.payload.lines):
        at = f"/lines/{index}"
        item = items.get(line.item)
        if item is None:
            yield Refusal("item_unknown", _("No item is known by this number."), f"{at}/item")
            continue
        yield from _quantity_fits(item, line.quantity.value, line.quantity.unit, f"{at}/quantity")
        if act.payload.market not in item.markets:
            words = {"item": item.sponsor_number, "market": act.payload.market}
            yield Refusal(
                "market_not_covered", _("%(item)s is not made for %(market)s.") % words, f"{at}/item"
            )


def items_of(act: Context[Relationship, Order]) -> dict[str, Item]:
    """The items that the order names, by the number it uses."""
    numbers = [line.item for line in act.payload.lines]
    return act.once("items", lambda: items_by_number(act.on, numbers))


def prices_of(act: Context[Relationship, Order]) -> list[Expected | None]:
    """What the price agreement says for each line; lines of unknown items are left to their own refusal."""
    items = items_of(act)
    lines = [(items[line.item], line.quantity.value) for line in act.payload.lines if line.item in items]
    day = act.on.sponsor_site.calendar.local_day(act.now)
    known = act.once("prices", lambda: expected_prices(act.on, lines, day))
    found = iter(known)
    return [next(found) if line.item in items else None for line in act.payload.lines]


def prices_are_agreed(act: Context[Relationship, Order]) -> Iterator[Refusal]:
    """Each line's price is the agreement's on the day of the order."""
    items = items_of(act)
    for index, (line, expected) in enumerate(zip(act.payload.lines, prices_of(act), strict=True)):
        if line.item not in items:
            continue
        if expected is None:
            words = {"item": items[line.item].sponsor_number}
            yield Refusal(
                "no_price_agreed",
                _("No price is agreed for %(item)s on this day.") % words,
                f"/lines/{index}/item",
            )
        elif line.price is not None and line.price not in expected.allowed:
            words = {
                "price": f"{expected.price.amount:f} {expected.price.currency}",
                "agreement": expected.agreement,
            }
            yield Refusal(
                "not_the_agreed_price",
                _("The agreed price is %(price)s (%(agreement)s).") % words,
                f"/lines/{index}/price",
            )


def documents_are_effective(act: Context[Relationship, Order]) -> Iterator[Refusal]:
    """A quality agreement is in force, and each item has an effective master batch record and specification."""
    if quality_agreement_in_force(act.on.id) is None:
        yield Refusal("no_quality_agreement", _("No quality agreement is in force between you."))
    items = items_of(act)
    effective = effective_documents(
        [item.id for item in items.values()], act.on.cmo_site.calendar.local_day(act.now)
    )
    for index, line in enumerate(act.payload.lines):
        item = items.get(line.item)
        missing = NEEDED - set(effective.get(item.id, {})) if item else set()
        for kind in sorted(missing):
            words = {"item": line.item, "document": DocumentKind(kind).label}
            yield Refusal(
                "document_not_effective",
                _("%(item)s has no effective %(document)s.") % words,
                f"/lines/{index}/item",
            )


def _quantity_fits(item: Item, value: Decimal, unit: str, at: str) -> Iterator[Refusal]:
    if unit != item.unit:
        yield Refusal("wrong_unit", _("This item is ordered in %(unit)s.") % {"unit": item.unit}, at)
    elif value <= 0:
        yield Refusal("quantity_not_positive", _("Order more than nothing."), at)
    elif value % item.order_multiple:
        words = {"multiple": f"{item.order_multiple.normalize():f}"}
        yield Refusal("not_a_multiple", _("This item is ordered in multiples of %(multiple)s.") % words, at)


def every_line_is_answered(act: Context[PurchaseOrder, Confirmation]) -> Iterator[Refusal]:
    """All open lines are answered, no other line is, and only offers may come more than once for a line."""
    open_lines = {line.pk: line for line in lines_in(act.on, LineState.AWAITING_CONFIRMATION)}
    by_line = answers_by_line(act.payload)
    for index, answer in enumerate(act.payload.answers):
        if answer.line not in open_lines:
            yield Refusal(
                "line_not_open", _("This line does not wait for an answer."), f"/answers/{index}/line"
            )
        elif len(by_line[answer.line]) > 1 and answer.answer is not Answer.CHANGE:
            yield Refusal(
                "answered_twice",
                _("Only offers may come more than once for a line."),
                f"/answers/{index}/answer",
            )
    for pk, line in open_lines.items():
        if pk not in by_line:
            yield Refusal(
                "line_unanswered", _("Line %(line)s is not answered.") % {"line": line.label}, "/answers"
            )


def offers_stay_within_the_order(act: Context[PurchaseOrder, Confirmation]) -> Iterator[Refusal]:
    """What is offered for a line, all portions together, is not more than was asked plus the tolerance."""
    by_line = answers_by_line(act.payload)
    for line in lines_in(act.on, LineState.AWAITING_CONFIRMATION):
        offers = [each for each in by_line.get(line.pk, []) if each.answer is Answer.CHANGE and each.quantity]
        yield from _offers_fit(line, offers)


def _offers_fit(line: OrderLine, offers: list[LineAnswer]) -> Iterator[Refusal]:
    words = {"line": line.label}
    if any(each.quantity and each.quantity.unit != line.unit for each in offers):
        yield Refusal("wrong_unit", _("Line %(line)s is ordered in another unit.") % words)
        return
    if any(each.quantity and each.quantity.value <= 0 for each in offers):
        yield Refusal("quantity_not_positive", _("Line %(line)s: offer more than nothing.") % words)
    total = sum((each.quantity.value for each in offers if each.quantity), Decimal(0))
    most = line.requested_value * (1 + line.item.tolerance_percent / 100)
    if total > most:
        yield Refusal(
            "more_than_ordered", _("Line %(line)s: the offers come to more than was ordered.") % words
        )


def decisions_fit_the_lines(act: Context[PurchaseOrder, Resolution]) -> Iterator[Refusal]:
    """Each decision is on a line that waits for one; a rejected line cannot be accepted."""
    waiting = {
        line.pk: line for line in lines_in(act.on, LineState.CHANGE_PROPOSED, LineState.REJECTED_BY_CMO)
    }
    seen: set[UUID] = set()
    for index, decision in enumerate(act.payload.decisions):
        at = f"/decisions/{index}"
        line = waiting.get(decision.line)
        if line is None or decision.line in seen:
            yield Refusal("line_not_open", _("This line does not wait for a decision."), f"{at}/line")
            continue
        seen.add(decision.line)
        if decision.decision is Decision.ACCEPT and line.state == LineState.REJECTED_BY_CMO:
            yield Refusal(
                "nothing_to_accept",
                _("A rejected line has no offer: ask again or withdraw."),
                f"{at}/decision",
            )
        if decision.decision is Decision.COUNTER and decision.quantity:
            value, unit = decision.quantity.value, decision.quantity.unit
            yield from _quantity_fits(line.item, value, unit, f"{at}/quantity")


def answers_by_line(payload: Confirmation) -> dict[UUID, list[LineAnswer]]:
    """The answers, line by line, in the order given."""
    found: dict[UUID, list[LineAnswer]] = defaultdict(list)
    for answer in payload.answers:
        found[answer.line].append(answer)
    return found


def not_closed(act: Context[Any, Any]) -> Iterator[Refusal]:
    """A closed order is never changed again."""
    if act.on.closed_at is not None:
        yield Refusal("order_closed", _("This order is closed."))
