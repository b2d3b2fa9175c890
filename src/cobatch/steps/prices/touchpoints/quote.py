"""TP-06: the manufacturer quotes; the quotation ends by itself when its last day has passed."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Item
from cobatch.steps.parties.queries import items_by_number
from cobatch.steps.prices.guards import quote_covers_the_request
from cobatch.steps.prices.models import (
    Quotation,
    QuotationRequest,
    QuotationRound,
    QuotationState,
    RequestState,
)
from cobatch.steps.prices.offers import end_of, quoted
from cobatch.steps.prices.payloads import OfItem, Quote, Tier
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload
from cobatch.touchpoints.records import born

LIVE = (
    QuotationState.SUBMITTED,
    QuotationState.COUNTERED,
    QuotationState.SIGNED_BY_SPONSOR,
    QuotationState.SIGNED_BY_CMO,
)


def asked_items(request: QuotationRequest, actor: Any) -> dict[str, Any]:
    """The form begins with one row an item that was asked for."""
    rows = request.items.select_related("item").order_by("item__sponsor_number")
    return {"items": [{"item": row.item.sponsor_number} for row in rows]}


@touchpoint(
    "prices.quote",
    title=_("Submit quotation"),
    said=_("submitted a quotation"),
    on=QuotationRequest,
    creates=Quotation,
    takes=Quote,
    by=Side.CMO,
    roles=(Role.BUSINESS_DEVELOPMENT,),
    moves=(moves(RequestState.SENT, to=RequestState.QUOTED), makes(QuotationState.SUBMITTED)),
    guards=(quote_covers_the_request,),
    initial=asked_items,
    catalogue="TP-06",
)
def quote(act: Context[QuotationRequest, Quote]) -> Iterator[Fact]:
    """The manufacturer names its prices: what each is made of, tiers, smallest order and lead time.

    The sponsor then accepts or makes a counter-offer, until the last day of the quotation.
    """
    request, given = act.on, act.payload
    rows: list[OfItem] = [*given.items, *given.tiers]
    found = items_by_number(request.relationship, [row.item for row in rows])
    quotation, made = _quotation(act)
    act.create(quotation)
    act.create_all([made])
    volumes = dict(request.items.values_list("item_id", "annual_volume"))
    act.create_all(
        quoted(made, each, item, tiers_for(item, given.tiers, found), volumes[item.pk])
        for each, item in ((each, found[each.item]) for each in given.items)
    )
    act.move(request, RequestState.QUOTED)
    act.later(end_of(given.open_until, request.relationship.cmo_site.calendar), "prices.expire", quotation)
    yield from ()


def _quotation(act: Context[QuotationRequest, Quote]) -> tuple[Quotation, QuotationRound]:
    request, side = act.on, str(Side.CMO)
    quotation = Quotation(
        **born(under=request, at=act.now),
        request=request,
        number=act.number("QUO"),
        state=QuotationState.SUBMITTED,
        currency=request.currency,
        offered_by=side,
        open_until=act.payload.open_until,
        items_text=request.items_text,
    )
    made = QuotationRound(
        **born(under=request), quotation=quotation, number=1, by=side, at=act.now,
        valid_from=request.valid_from, valid_to=request.valid_to, reason=act.payload.remark,
    )  # fmt: skip
    return quotation, made


def tiers_for(item: Item, tiers: list[Tier], found: dict[str, Item]) -> list[Tier]:
    """The tiers of one item, by whichever number they name it."""
    return [tier for tier in tiers if found[tier.item].pk == item.pk]


@touchpoint(
    "prices.expire",
    title=_("Quotation expires"),
    said=_("the quotation expired"),
    on=Quotation,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.CMO,
    moves=moves(*LIVE, to=QuotationState.EXPIRED),
)
def expire(act: Context[Quotation, NoPayload]) -> Iterator[Fact]:
    """The last day on which the quotation could be accepted has passed."""
    act.move(act.on, QuotationState.EXPIRED)
    yield from ()
