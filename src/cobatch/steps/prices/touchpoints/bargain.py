"""TP-07: the side whose turn it is makes a counter-offer; and the manufacturer may withdraw."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.decimals import plain_decimal
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.parties.queries import items_by_number
from cobatch.steps.prices.guards import counter_covers_the_offer, has_the_turn, still_open
from cobatch.steps.prices.models import Quotation, QuotationRound, QuotationState, QuotedPrice
from cobatch.steps.prices.offers import countered
from cobatch.steps.prices.payloads import Because, CounterOffer, OfItem
from cobatch.steps.prices.queries import newest_prices
from cobatch.steps.prices.touchpoints.quote import LIVE, tiers_for
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


def offer_on_the_table(quotation: Quotation, actor: Any) -> dict[str, Any]:
    """The form begins with the newest offer as it is."""
    prices = newest_prices(quotation)
    return {
        "items": [
            {"item": row.item.sponsor_number, "price": plain_decimal(row.price_amount)} for row in prices
        ],
        "tiers": [tier for row in prices for tier in _tiers(row)],
        "valid_from": prices[0].round.valid_from.isoformat(),
        "valid_to": prices[0].round.valid_to.isoformat(),
    }


def _tiers(row: QuotedPrice) -> Iterator[dict[str, Any]]:
    for tier in row.tiers:
        yield {"item": row.item.sponsor_number, "from_volume": tier["from"], "price": tier["price"]}


@touchpoint(
    "prices.counter",
    title=_("Make counter-offer"),
    said=_("made a counter-offer"),
    on=Quotation,
    takes=CounterOffer,
    by=Side.EITHER,
    roles=(Role.CATEGORY_MANAGER, Role.BUSINESS_DEVELOPMENT),
    moves=moves(QuotationState.SUBMITTED, QuotationState.COUNTERED, to=QuotationState.COUNTERED),
    needs=(has_the_turn, still_open),
    guards=(counter_covers_the_offer,),
    initial=offer_on_the_table,
    catalogue="TP-07",
)
def counter(act: Context[Quotation, CounterOffer]) -> Iterator[Fact]:
    """The side whose turn it is proposes other prices, tiers or days, and says why.

    Every round stays on record; then it is the other side's turn.
    """
    quotation, given = act.on, act.payload
    rows: list[OfItem] = [*given.items, *given.tiers]
    found = items_by_number(quotation.relationship, [row.item for row in rows])
    before = {row.item_id: row for row in newest_prices(quotation)}
    act.change(quotation, newest_round=quotation.newest_round + 1, offered_by=str(act.side))
    made = QuotationRound(
        **born(under=quotation), quotation=quotation, number=quotation.newest_round,
        by=str(act.side), at=act.now, reason=given.reason,
        valid_from=given.valid_from, valid_to=given.valid_to,
    )  # fmt: skip
    act.create_all([made])
    act.create_all(
        countered(made, before[item.pk], each, tiers_for(item, given.tiers, found))
        for each, item in ((each, found[each.item]) for each in given.items)
    )
    act.move(quotation, QuotationState.COUNTERED)
    yield from ()


@touchpoint(
    "prices.withdraw",
    title=_("Withdraw quotation"),
    said=_("withdrew the quotation"),
    on=Quotation,
    takes=Because,
    by=Side.CMO,
    roles=(Role.BUSINESS_DEVELOPMENT, Role.COMMERCIAL_HEAD),
    moves=moves(*LIVE, to=QuotationState.WITHDRAWN),
)
def withdraw(act: Context[Quotation, Because]) -> Iterator[Fact]:
    """The manufacturer takes its quotation back; nobody can sign it any more."""
    act.move(act.on, QuotationState.WITHDRAWN)
    act.stop_clock("prices.expire")
    yield from ()
