"""States of requests, quotations and agreements, and whose turn it is in each."""

from typing import Any

from cobatch.kernel.sides import Side
from cobatch.steps.prices.models import (
    AgreementState,
    PriceAgreement,
    Quotation,
    QuotationRequest,
    QuotationState,
    RequestState,
)
from cobatch.touchpoints.flow import Flow, Wait, declare, until, within


def holder(quotation: Any) -> Side:
    """Who has to answer the offer on the table: the side that did not make it."""
    return Side(quotation.offered_by).other


REQUEST = declare(
    Flow(
        QuotationRequest,
        RequestState,
        waits={RequestState.SENT: Wait("prices.quote", Side.CMO, until("due"))},
        ends=frozenset({RequestState.QUOTED, RequestState.NO_BID}),
        tones={RequestState.SENT: "info", RequestState.QUOTED: "good", RequestState.NO_BID: "bad"},
    )
)

QUOTATION = declare(
    Flow(
        Quotation,
        QuotationState,
        waits={
            QuotationState.SUBMITTED: Wait("prices.counter", holder, within("5 bd")),
            QuotationState.COUNTERED: Wait("prices.counter", holder, within("5 bd")),
            QuotationState.SIGNED_BY_SPONSOR: Wait("prices.agree", Side.CMO, within("5 bd")),
            QuotationState.SIGNED_BY_CMO: Wait("prices.approve", Side.SPONSOR, within("5 bd")),
        },
        ends=frozenset({QuotationState.ACCEPTED, QuotationState.WITHDRAWN, QuotationState.EXPIRED}),
        tones={
            QuotationState.SUBMITTED: "info",
            QuotationState.COUNTERED: "warn",
            QuotationState.SIGNED_BY_SPONSOR: "info",
            QuotationState.SIGNED_BY_CMO: "info",
            QuotationState.ACCEPTED: "good",
            QuotationState.WITHDRAWN: "neutral",
            QuotationState.EXPIRED: "neutral",
        },
    )
)

AGREEMENT = declare(
    Flow(
        PriceAgreement,
        AgreementState,
        rests=frozenset({AgreementState.ACTIVE}),
        ends=frozenset({AgreementState.EXPIRED}),
        tones={AgreementState.ACTIVE: "good", AgreementState.EXPIRED: "neutral"},
    )
)
