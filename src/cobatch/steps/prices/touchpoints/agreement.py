"""Automatic acts: a signed quotation becomes an agreement, and an agreement ends after its last day."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.prices.facts import PricesAgreed
from cobatch.steps.prices.models import AgreementState, PriceAgreement, Quotation, QuotationState
from cobatch.steps.prices.offers import agreed, end_of
from cobatch.steps.prices.queries import newest_prices
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload
from cobatch.touchpoints.records import born


@touchpoint(
    "prices.activate",
    title=_("Put price agreement into force"),
    said=_("the price agreement was made"),
    on=Quotation,
    creates=PriceAgreement,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.CMO,
    when=(QuotationState.ACCEPTED,),
    moves=makes(AgreementState.ACTIVE),
)
def activate(act: Context[Quotation, NoPayload]) -> Iterator[Fact]:
    """Both companies have signed: the prices of the newest round are agreed for their days.

    That no other agreement covers these days was checked with each signature; the database makes sure of it.
    """
    quotation = act.on
    prices = newest_prices(quotation)
    signed = prices[0].round
    agreement = PriceAgreement(
        **born(under=quotation, at=act.now),
        quotation=quotation,
        number=act.number("PA"),
        state=AgreementState.ACTIVE,
        currency=quotation.currency,
        valid_from=signed.valid_from,
        valid_to=signed.valid_to,
        items_text=quotation.items_text,
    )
    act.create(agreement)
    act.create_all(agreed(agreement, price) for price in prices)
    over = end_of(signed.valid_to, quotation.relationship.sponsor_site.calendar)
    act.later(over, "prices.expire_agreement", agreement)
    items = tuple(price.item_id for price in prices)
    yield PricesAgreed(agreement.pk, items, signed.valid_from, signed.valid_to)


@touchpoint(
    "prices.expire_agreement",
    title=_("Price agreement expires"),
    said=_("the price agreement expired"),
    on=PriceAgreement,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.SPONSOR,
    moves=moves(AgreementState.ACTIVE, to=AgreementState.EXPIRED),
)
def expire_agreement(act: Context[PriceAgreement, NoPayload]) -> Iterator[Fact]:
    """The last day of the agreed prices has passed."""
    act.move(act.on, AgreementState.EXPIRED)
    yield from ()
