"""A sheet is declared once by the step that owns the touch point; reading, mapping and preview are derived from it."""

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cobatch.exchange.cells import Value
from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity
from cobatch.network.models import Relationship
from cobatch.touchpoints.declare import TouchPoint, catalogue

Units = Callable[[Relationship, Iterable[str]], Mapping[str, str]]


class Kind(StrEnum):
    """How a cell of a column is read."""

    TEXT = "text"
    QUANTITY = "quantity"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    UNIT = "unit"
    CURRENCY = "currency"


PARTS = {"unit": Kind.UNIT, "currency": Kind.CURRENCY}


@dataclass(frozen=True)
class Column:
    """A field of the payload as a column. `part` is "unit" or "currency" of a quantity or an amount of money.

    `words` are what such a column is called in other people's files; `reads` replaces the reading of plain text.
    """

    field: str
    title: Any
    words: tuple[str, ...] = ()
    part: str = ""
    reads: Callable[[Value], str] | None = None

    @property
    def key(self) -> str:
        """Its name in mappings and forms."""
        return f"{self.field}.{self.part}" if self.part else self.field


@dataclass(frozen=True)
class Sheet:
    """One purpose of spreadsheets: rows with the same `number` are one act, each row one of its `lines`.

    `units(relationship, numbers)` gives the unit in which each item is counted, by the value of `item`.
    """

    purpose: str
    title: Any
    code: str
    number: str
    lines: str
    item: str
    head: tuple[Column, ...]
    line: tuple[Column, ...]
    units: Units

    @property
    def touchpoint(self) -> TouchPoint:
        """What each group of rows becomes."""
        return catalogue()[self.code]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, the head's first."""
        return self.head + self.line

    def model(self, column: Column) -> type[BaseModel]:
        """The payload class that the column's field belongs to."""
        takes = self.touchpoint.takes
        if column in self.head:
            return takes
        inner: type[BaseModel] = get_args(takes.model_fields[self.lines].annotation)[0]
        return inner

    def info(self, column: Column) -> FieldInfo:
        """The payload's own word on the column's field."""
        return self.model(column).model_fields[column.field]

    def kind(self, column: Column) -> Kind:
        """How its cells are read, from the type of the field."""
        if column.part:
            return PARTS[column.part]
        plain = _plain(self.info(column).annotation)
        return _KINDS.get(plain, Kind.CHOICE if issubclass(plain, Enum) else Kind.TEXT)

    def options(self, column: Column) -> list[str]:
        """The values of a field that names one of a few."""
        return [str(each.value) for each in _plain(self.info(column).annotation)]

    def required(self, column: Column) -> bool:
        """True when no act is possible without it."""
        return not column.part and self.info(column).is_required()


_KINDS: dict[type[Any], Kind] = {Quantity: Kind.QUANTITY, Money: Kind.MONEY, date: Kind.DATE}
_SHEETS: dict[str, Sheet] = {}


def sheet(declared: Sheet) -> Sheet:
    """Make a purpose known. A column of a field that the payload does not have is a mistake found here."""
    if declared.purpose in _SHEETS:
        raise LookupError(f"two sheets are called {declared.purpose}")
    for column in declared.columns:
        if column.field not in declared.model(column).model_fields:
            raise LookupError(f"{declared.code} takes no {column.field}")
    _SHEETS[declared.purpose] = declared
    return declared


def sheet_for(purpose: str) -> Sheet | None:
    """The sheet of a purpose, if there is one."""
    return _SHEETS.get(purpose)


def sheet_of(code: str) -> Sheet | None:
    """The sheet from which a touch point can be performed, if there is one."""
    return next((each for each in _SHEETS.values() if each.code == code), None)


def _plain(annotation: Any) -> Any:
    """The type inside Optional and Annotated."""
    while (origin := get_origin(annotation)) in (Annotated, Union, types.UnionType):
        inner = get_args(annotation)
        annotation = (
            inner[0] if origin is Annotated else next(each for each in inner if each is not type(None))
        )
    return annotation
