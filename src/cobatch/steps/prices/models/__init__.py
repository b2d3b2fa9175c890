"""Requests for quotation, quotations with all their rounds, and price agreements."""

from cobatch.steps.prices.models.agreements import AgreedPrice, PriceAgreement
from cobatch.steps.prices.models.quotations import (
    Quotation,
    QuotationRequest,
    QuotationRound,
    QuotedPrice,
    RequestedItem,
)
from cobatch.steps.prices.models.rows import PriceRow
from cobatch.steps.prices.models.states import AgreementState, QuotationState, RequestState, TierAt

__all__ = [
    "AgreedPrice",
    "AgreementState",
    "PriceAgreement",
    "PriceRow",
    "Quotation",
    "QuotationRequest",
    "QuotationRound",
    "QuotationState",
    "QuotedPrice",
    "RequestState",
    "RequestedItem",
    "TierAt",
]
