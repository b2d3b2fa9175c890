"""Whether a result is within its limits."""

from decimal import ROUND_HALF_UP, Decimal


def as_compared(result: Decimal, decimals: int) -> Decimal:
    """The result with the decimals of the limits. Pharmacopoeias round a five up."""
    return result.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def is_within(result: Decimal, decimals: int, low: Decimal | None, high: Decimal | None) -> bool:
    """Limits belong to what they allow."""
    compared = as_compared(result, decimals)
    return (low is None or compared >= low) and (high is None or compared <= high)
