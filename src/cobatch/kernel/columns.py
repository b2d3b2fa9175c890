"""Values of two columns on Django models, and the columns themselves.

The descriptors are properties, since Django's Model(**values) takes names of columns and of properties only.
"""

from decimal import Decimal
from typing import Any, Generic, Self, TypeVar, overload

from django.db import models

from cobatch.kernel.decimals import PLACES, round_to
from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity

Pair = TypeVar("Pair", Money, Quantity)


class _PairColumns(property, Generic[Pair]):
    kind: type[Pair]

    def __init__(self, number: str, code: str) -> None:
        super().__init__(self._read, self._write)
        self.number, self.code = number, code

    def _read(self, row: models.Model) -> Pair | None:
        number = getattr(row, self.number)
        return None if number is None else self.kind(number, getattr(row, self.code))

    def _write(self, row: models.Model, pair: Pair | None) -> None:
        number, code = (None, None) if pair is None else self._parts(row, pair)
        setattr(row, self.number, number)
        setattr(row, self.code, code)

    def _parts(self, row: models.Model, pair: Pair) -> tuple[Decimal, str]:
        if type(pair) is not self.kind:
            raise TypeError(f"{self.kind.__name__} or None, not {type(pair).__name__}")
        number, code = self._taken_apart(pair)
        places = getattr(row._meta.get_field(self.number), "decimal_places", PLACES)
        # The database would round in silence; rounding is a decision of whoever prints the figure.
        if number != round_to(number, places):
            raise ValueError(f"{self.number} keeps {places} decimals; round {number} first")
        return number, code

    def _taken_apart(self, pair: Pair) -> tuple[Decimal, str]:
        raise NotImplementedError

    @overload
    def __get__(self, row: None, owner: type | None = None) -> Self: ...
    @overload
    def __get__(self, row: models.Model, owner: type | None = None) -> Pair | None: ...
    def __get__(self, row: Any, owner: type | None = None) -> Any:
        return super().__get__(row, owner)

    def __set__(self, row: models.Model, pair: Pair | None) -> None:
        super().__set__(row, pair)


class MoneyColumns(_PairColumns[Money]):
    kind = Money

    def _taken_apart(self, pair: Money) -> tuple[Decimal, str]:
        return pair.amount, pair.currency


class QuantityColumns(_PairColumns[Quantity]):
    kind = Quantity

    def _taken_apart(self, pair: Quantity) -> tuple[Decimal, str]:
        return pair.value, pair.unit


def money_amount(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=19, decimal_places=4, **options)


def unit_price_amount(**options: Any) -> "models.DecimalField[Any, Any]":
    """Six decimals: a tablet may cost a fraction of a cent."""
    return models.DecimalField(max_digits=19, decimal_places=6, **options)


def currency(**options: Any) -> "models.CharField[Any, Any]":
    return models.CharField(max_length=3, **options)


def quantity_value(**options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=18, decimal_places=PLACES, **options)


def unit(**options: Any) -> "models.CharField[Any, Any]":
    return models.CharField(max_length=3, **options)
