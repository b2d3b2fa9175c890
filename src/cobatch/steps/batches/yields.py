"""Yield, material balance and label reconciliation (R-7). Rounded once, at the printed figure."""

from decimal import Decimal

from cobatch.kernel.decimals import round_to

PERCENT = 100
YIELD_PLACES = 2
LABEL_PLACES = 3


def batch_yield(output: Decimal, theoretical: Decimal) -> Decimal:
    """Output over theoretical size in percent, both in base units."""
    return round_to(output * PERCENT / theoretical, YIELD_PLACES)


def is_outside(figure: Decimal, low: Decimal, high: Decimal) -> bool:
    """Whether a printed yield leaves the alert band; its borders still belong to it."""
    return not low <= figure <= high


def difference(given: Decimal, *accounted: Decimal) -> Decimal:
    """What a balance does not account for; negative when more came out than went in."""
    return given - sum(accounted, Decimal(0))


def label_reconciliation(issued: int, used: int, damaged: int, returned: int) -> Decimal:
    """Labels accounted for, in percent of those issued; nothing issued is all accounted for."""
    if not issued:
        return Decimal(PERCENT)
    return round_to(Decimal(used + damaged + returned) * PERCENT / issued, LABEL_PLACES)
