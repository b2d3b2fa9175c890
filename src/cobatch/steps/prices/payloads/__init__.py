"""What the two companies send about prices."""

from cobatch.steps.prices.payloads.offers import Because, CounterOffer, NewPrice
from cobatch.steps.prices.payloads.quotes import PARTS, Counting, ItemQuoted, Quote
from cobatch.steps.prices.payloads.requests import AskForPrices, Wanted
from cobatch.steps.prices.payloads.rows import OfItem, Tier

__all__ = [
    "PARTS",
    "AskForPrices",
    "Because",
    "CounterOffer",
    "Counting",
    "ItemQuoted",
    "NewPrice",
    "OfItem",
    "Quote",
    "Tier",
    "Wanted",
]
