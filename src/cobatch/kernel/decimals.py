"""Exact numbers: how a decimal is checked on its way in and printed on its way out."""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal

# Wide enough that a price of 19 digits times a quantity of 18 is exact.
EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
PLACES = 6
WIRE_PATTERN = r"^-?[0-9]{1,13}(\.[0-9]{1,6})?$"
_WIRE = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,6})?")


def exact(value: object) -> Decimal:
    """A finite decimal of a decimal or an integer; a float has already lost what it stood for."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"a number here is a Decimal, not {type(value).__name__}")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{number} is not a number")
    return number


def from_wire(value: object) -> Decimal:
    """As JSON, forms and files send it: digits in a string. Integers are exact and are taken too."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise TypeError("a number is sent as a string of digits")
    text = plain_decimal(value) if isinstance(value, Decimal) else str(value).strip()
    if not _WIRE.fullmatch(text):
        raise ValueError("not a plain number of at most 13 digits before and 6 after the point")
    return Decimal(text)


def round_to(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), context=EXACT)


def plain_decimal(value: Decimal, least: int = 0) -> str:
    """Without exponent, without trailing zeros beyond `least` decimals: equal numbers print alike.

    A column of four decimals gives 89817.0000 back for 89817.00; both must hash to the same.
    """
    whole, _, fraction = format(exact(value), "f").partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    text = f"{whole}.{fraction}" if fraction else whole
    return text.removeprefix("-") if value.is_zero() else text
