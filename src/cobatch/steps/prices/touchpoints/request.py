"""TP-05: the sponsor asks for prices; and the manufacturer may decline."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Relationship
from cobatch.network.models.relationships import RelationshipState
from cobatch.steps.parties.queries import items_by_number
from cobatch.steps.prices.guards import request_is_sensible
from cobatch.steps.prices.models import QuotationRequest, RequestedItem, RequestState
from cobatch.steps.prices.offers import items_text
from cobatch.steps.prices.payloads import AskForPrices, Because
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


@touchpoint(
    "prices.request_quotation",
    title=_("Request quotation"),
    said=_("asked for a quotation"),
    on=Relationship,
    creates=QuotationRequest,
    takes=AskForPrices,
    by=Side.SPONSOR,
    roles=(Role.CATEGORY_MANAGER,),
    when=(RelationshipState.ACTIVE,),
    moves=makes(RequestState.SENT),
    guards=(request_is_sensible,),
    catalogue="TP-05",
)
def request_quotation(act: Context[Relationship, AskForPrices]) -> Iterator[Fact]:
    """The sponsor asks what certain items will cost, for which volume and which days.

    The manufacturer quotes or declines; prices are in the currency of the relationship.
    """
    wanted = act.payload
    found = items_by_number(act.on, [each.item for each in wanted.items])
    request = QuotationRequest(
        **born(under=act.on, at=act.now),
        number=act.number("RFQ"),
        state=RequestState.SENT,
        currency=act.on.terms.currency,
        items_text=items_text([found[each.item] for each in wanted.items]),
        **wanted.model_dump(include={"scope", "valid_from", "valid_to", "due"}),
    )
    act.create(request)
    act.create_all(
        RequestedItem(
            **born(under=request), request=request, item=found[each.item], annual_volume=each.annual_volume
        )
        for each in wanted.items
    )
    yield from ()


@touchpoint(
    "prices.decline_to_quote",
    title=_("Decline to quote"),
    said=_("declined to quote"),
    on=QuotationRequest,
    takes=Because,
    by=Side.CMO,
    roles=(Role.BUSINESS_DEVELOPMENT,),
    moves=moves(RequestState.SENT, to=RequestState.NO_BID),
)
def decline_to_quote(act: Context[QuotationRequest, Because]) -> Iterator[Fact]:
    """The manufacturer does not want to quote and says why; the request ends."""
    act.change(act.on, decline_reason=act.payload.reason)
    act.move(act.on, RequestState.NO_BID)
    yield from ()
