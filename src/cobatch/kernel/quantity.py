"""Quantity: an exact value and its unit by UN/ECE Recommendation 20."""

from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from cobatch.kernel.decimals import EXACT, PLACES, exact, plain_decimal, round_to
from cobatch.kernel.units import UNIT_NAMES
from cobatch.kernel.wire import pair_json_schema, pair_schema

__all__ = ["UNIT_NAMES", "Quantity", "UnitMismatch"]


class UnitMismatch(ValueError):  # noqa: N818 - says what happened
    """Two units met in one sum or comparison."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Quantity:
    """At most six decimals, as the database keeps them: a stored quantity equals the one that was sent."""

    value: Decimal
    unit: str

    def __post_init__(self) -> None:
        value = exact(self.value)
        if value != round_to(value, PLACES):
            raise ValueError(f"{value} has more than {PLACES} decimals")
        object.__setattr__(self, "value", value)
        if self.unit not in UNIT_NAMES:
            raise ValueError(f"unknown unit {self.unit!r}")

    @classmethod
    def zero(cls, unit: str) -> Self:
        return cls(Decimal(0), unit)

    @property
    def is_zero(self) -> bool:
        return self.value.is_zero()

    def rounded(self, places: int = 0) -> "Quantity":
        """Half-even."""
        return Quantity(round_to(self.value, places), self.unit)

    def as_json(self) -> dict[str, str]:
        return {"value": plain_decimal(self.value), "unit": self.unit}

    def __str__(self) -> str:
        return " ".join(self.as_json().values())

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(EXACT.add(self.value, self._same(other)), self.unit)

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(EXACT.subtract(self.value, self._same(other)), self.unit)

    def __neg__(self) -> "Quantity":
        return Quantity(-self.value, self.unit)

    def __mul__(self, factor: Decimal | int) -> "Quantity":
        """Half-even to six decimals."""
        return Quantity(round_to(EXACT.multiply(self.value, exact(factor)), PLACES), self.unit)

    __rmul__ = __mul__

    def __lt__(self, other: "Quantity") -> bool:
        return self.value < self._same(other)

    def _same(self, other: "Quantity") -> Decimal:
        if not isinstance(other, Quantity):
            raise TypeError(f"a quantity goes with a quantity, not with {type(other).__name__}")
        if other.unit != self.unit:
            raise UnitMismatch(f"{self.unit} and {other.unit}")
        return other.value

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return pair_schema(cls, cls, "value", "unit", lambda: UNIT_NAMES)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return pair_json_schema("value", "unit", "^[A-Z0-9]{2,3}$")
