"""TP-08: both companies sign the newest round; the second signature makes the agreement."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.prices.facts import QuotationAccepted
from cobatch.steps.prices.guards import has_the_turn, no_agreement_overlaps, still_open
from cobatch.steps.prices.models import Quotation, QuotationState
from cobatch.steps.prices.offers import signed_text, yearly_value
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Meaning, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import Remark

SUBMITTED, COUNTERED = QuotationState.SUBMITTED, QuotationState.COUNTERED
BY_SPONSOR, BY_CMO = QuotationState.SIGNED_BY_SPONSOR, QuotationState.SIGNED_BY_CMO


@touchpoint(
    "prices.approve",
    title=_("Approve price agreement"),
    said=_("approved the price agreement"),
    on=Quotation,
    takes=Remark,
    by=Side.SPONSOR,
    roles=(Role.PROCUREMENT_APPROVER,),
    moves=(
        moves(SUBMITTED, COUNTERED, to=BY_SPONSOR),
        moves(BY_CMO, to=QuotationState.ACCEPTED),
    ),
    needs=(has_the_turn, still_open, no_agreement_overlaps),
    amount=yearly_value,
    sign=Meaning.AGREED,
    signs=signed_text,
    catalogue="TP-08",
)
def approve(act: Context[Quotation, Remark]) -> Iterator[Fact]:
    """The sponsor signs the newest offer, within the approver's limit for a year's value.

    The first signature waits for the other company's; the second makes the agreement.
    """
    yield from _sign(act, first=BY_SPONSOR)


@touchpoint(
    "prices.agree",
    title=_("Agree to prices"),
    said=_("agreed to the prices"),
    on=Quotation,
    takes=Remark,
    by=Side.CMO,
    roles=(Role.COMMERCIAL_HEAD,),
    moves=(
        moves(COUNTERED, to=BY_CMO),
        moves(BY_SPONSOR, to=QuotationState.ACCEPTED),
    ),
    needs=(has_the_turn, still_open, no_agreement_overlaps),
    amount=yearly_value,
    sign=Meaning.AGREED,
    signs=signed_text,
    catalogue="TP-08",
)
def agree(act: Context[Quotation, Remark]) -> Iterator[Fact]:
    """The manufacturer signs the newest offer, within the signer's limit for a year's value.

    The first signature waits for the other company's; the second makes the agreement.
    """
    yield from _sign(act, first=BY_CMO)


def _sign(act: Context[Quotation, Remark], *, first: QuotationState) -> Iterator[Fact]:
    if act.on.state in (SUBMITTED, COUNTERED):
        act.move(act.on, first)
        return
    act.move(act.on, QuotationState.ACCEPTED)
    act.stop_clock("prices.expire")
    yield QuotationAccepted(act.on.pk)
