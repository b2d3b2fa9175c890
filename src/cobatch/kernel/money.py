"""Money: an exact amount and its currency, which never part and never mix."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, total_ordering
from typing import Any, Self

from babel.core import get_global
from babel.numbers import get_currency_precision
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from cobatch.kernel.decimals import EXACT, exact, plain_decimal, round_to
from cobatch.kernel.wire import pair_json_schema, pair_schema


class CurrencyMismatch(ValueError):  # noqa: N818 - says what happened
    """Two currencies met in one sum or comparison."""


@cache
def currencies() -> frozenset[str]:
    """Every currency that is legal tender somewhere today."""
    territories = get_global("territory_currencies").values()
    return frozenset(code for uses in territories for code, _, end, tender in uses if tender and end is None)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """`==` across currencies is simply false; sums and order across currencies are mistakes and raise."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", exact(self.amount))
        if self.currency not in currencies():
            raise ValueError(f"unknown currency {self.currency!r}")

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls(Decimal(0), currency)

    @property
    def is_zero(self) -> bool:
        return self.amount.is_zero()

    def rounded(self) -> "Money":
        """Half-even to the currency's minor unit: once, where a figure is printed or owed."""
        return Money(round_to(self.amount, get_currency_precision(self.currency)), self.currency)

    def as_json(self) -> dict[str, str]:
        least = get_currency_precision(self.currency)
        return {"amount": plain_decimal(self.amount, least), "currency": self.currency}

    def __str__(self) -> str:
        return " ".join(self.as_json().values())

    def __add__(self, other: "Money") -> "Money":
        return Money(EXACT.add(self.amount, self._same(other)), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        return Money(EXACT.multiply(self.amount, exact(factor)), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def _same(self, other: "Money") -> Decimal:
        if not isinstance(other, Money):
            raise TypeError(f"money goes with money, not with {type(other).__name__}")
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.amount

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return pair_schema(cls, cls, "amount", "currency", currencies)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return pair_json_schema("amount", "currency", "^[A-Z]{3}$")
