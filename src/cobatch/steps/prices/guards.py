"""Why an act on a request or a quotation is refused."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.network.models import Item, Relationship
from cobatch.steps.parties.queries import items_by_number
from cobatch.steps.prices.flow import holder
from cobatch.steps.prices.models import Quotation, QuotationRequest, QuotationState
from cobatch.steps.prices.payloads import AskForPrices, CounterOffer, Quote, Tier
from cobatch.steps.prices.queries import newest_prices, overlapping
from cobatch.touchpoints.context import Context

OPEN = (QuotationState.SUBMITTED, QuotationState.COUNTERED)


def request_is_sensible(act: Context[Relationship, AskForPrices]) -> Iterator[Refusal]:
    """Every item is known, named once by whichever number, and the answer is not due in the past."""
    found = items_by_number(act.on, [each.item for each in act.payload.items])
    yield from _known_once([each.item for each in act.payload.items], found)
    if act.payload.due < act.on.sponsor_site.calendar.local_day(act.now):
        yield Refusal("due_in_the_past", _("This day has passed."), "/due")


def _known_once(numbers: Iterable[str], found: dict[str, Item]) -> Iterator[Refusal]:
    seen: set[Any] = set()
    for index, number in enumerate(numbers):
        item = found.get(number)
        if item is None:
            yield Refusal("item_unknown", _("No item is known by this number."), f"/items/{index}/item")
        elif item.pk in seen:
            yield Refusal("item_twice", _("This item comes twice."), f"/items/{index}/item")
        else:
            seen.add(item.pk)


def quote_covers_the_request(act: Context[QuotationRequest, Quote]) -> Iterator[Refusal]:
    """Every item that was asked for is priced, nothing else is, and the offer stays open for a while."""
    asked = {each.item_id: each.item for each in act.on.items.select_related("item")}
    yield from _covers(act, asked)
    if act.payload.open_until < act.on.relationship.cmo_site.calendar.local_day(act.now):
        yield Refusal("open_until_passed", _("This day has passed."), "/open_until")
    for index, each in enumerate(act.payload.items):
        if each.year_start and not _within_a_year(each.year_start, act.on.valid_from):
            words = _("The contract year begins at most a year before the first day of the prices.")
            yield Refusal("year_start_wrong", words, f"/items/{index}/year_start")


def counter_covers_the_offer(act: Context[Quotation, CounterOffer]) -> Iterator[Refusal]:
    """A counter-offer prices every item of the offer on the table, and no other, and keeps its year."""
    prices = newest_prices(act.on)
    yield from _covers(act, {price.item_id: price.item for price in prices})
    if any(price.year_start > act.payload.valid_from for price in prices):
        yield Refusal("before_year", _("The prices begin before their contract year."), "/valid_from")


def _covers(act: Context[Any, Any], asked: dict[Any, Item]) -> Iterator[Refusal]:
    numbers = [each.item for each in act.payload.items]
    found = items_by_number(act.on.relationship, [*numbers, *(tier.item for tier in act.payload.tiers)])
    yield from _known_once(numbers, found)
    given = {found[number].pk for number in numbers if number in found}
    for pk, item in asked.items():
        if pk not in given:
            words = {"item": item.sponsor_number}
            yield Refusal("item_unpriced", _("%(item)s has no price.") % words, "/items")
    for index, number in enumerate(numbers):
        if number in found and found[number].pk not in asked:
            yield Refusal("item_not_asked", _("Nobody asked for this item."), f"/items/{index}/item")
    prices = {found[each.item].pk: each.price for each in act.payload.items if each.item in found}
    yield from _tiers_fall(act.payload.tiers, prices, found)


def _tiers_fall(tiers: list[Tier], prices: dict[Any, Any], found: dict[str, Item]) -> Iterator[Refusal]:
    """Each tier belongs to a priced item and is cheaper than what comes before it."""
    before = dict(prices)
    for index, tier in sorted(enumerate(tiers), key=lambda pair: pair[1].from_volume):
        item = found.get(tier.item)
        if item is None or item.pk not in before:
            yield Refusal("tier_without_item", _("This item has no price above."), f"/tiers/{index}/item")
        elif tier.price >= before[item.pk]:
            words = _("A tier is cheaper than the one before.")
            yield Refusal("tier_not_cheaper", words, f"/tiers/{index}/price")
        else:
            before[item.pk] = tier.price


def has_the_turn(act: Context[Quotation, Any]) -> Iterator[Refusal]:
    """While an offer lies on the table, only the side that did not make it may act on it."""
    if act.on.state in OPEN and act.side is not holder(act.on):
        yield Refusal("not_your_turn", _("The other company answers this offer first."))


def still_open(act: Context[Quotation, Any]) -> Iterator[Refusal]:
    """Nothing is signed or countered after the last day of the quotation."""
    last = act.on.open_until
    if last < act.on.relationship.cmo_site.calendar.local_day(act.now):
        yield Refusal("quotation_expired", _("The quotation was open until %(day)s.") % {"day": last})


def no_agreement_overlaps(act: Context[Quotation, Any]) -> Iterator[Refusal]:
    """No other agreement holds for one of the items on one of the days."""
    prices = newest_prices(act.on)
    if not prices:
        return
    first, last = prices[0].round.valid_from, prices[0].round.valid_to
    for other in overlapping([price.item_id for price in prices], first, last):
        words = {"item": other.item.sponsor_number, "number": other.agreement.number, "day": other.valid_to}
        text = _("%(item)s has a price by %(number)s until %(day)s already.") % words
        yield Refusal("agreement_overlaps", text)


def _within_a_year(start: date, first: date) -> bool:
    return start <= first and (first - start).days <= 366  # noqa: PLR2004 - a leap year
