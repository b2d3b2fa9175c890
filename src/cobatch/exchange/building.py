"""Rows of a sheet become payloads: read cell by cell, grouped by number, every value knowing its cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cobatch.exchange import dates, values
from cobatch.exchange.cells import Grid, Value
from cobatch.exchange.declare import Column, Kind, Sheet
from cobatch.exchange.mapping import Assignment, headings, scale_of
from cobatch.exchange.values import COUNTED, Amount, Misread
from cobatch.network.models import Relationship


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be taken; `cell` names where, as the user finds it."""

    row: int
    cell: str
    text: str


@dataclass
class Line:
    """One row as it was read. `parsed` holds what each column says, by its key."""

    row: int
    parsed: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Group:
    """All rows of one number."""

    number: str
    lines: list[Line]

    @property
    def problems(self) -> list[Problem]:
        """Those of all its rows, from top to bottom."""
        return [problem for line in self.lines for problem in line.problems]


class Builder:
    """Reads the rows of one grid under one assignment of columns."""

    def __init__(self, sheet: Sheet, grid: Grid, mapping: Assignment, relationship: Relationship) -> None:
        self.sheet, self.grid, self.mapping, self.relationship = sheet, grid, mapping, relationship
        places = headings(grid)
        self.places = {key: places[name] for key, name in mapping.columns.items() if name in places}
        self.units: Mapping[str, str] = {}

    def missing(self) -> list[Column]:
        """Required columns that neither a heading nor a fixed value stands for."""
        given = self.places.keys() | self.mapping.fixed.keys()
        return [column for column in self.sheet.columns if self.sheet.required(column) and column.key not in given]

    def groups(self) -> list[Group]:
        """Rows by number, in the order of the file."""
        found: dict[str, Group] = {}
        lines = [self._line(row) for row in self.grid.body()]
        numbers = {str(line.parsed[self.sheet.item]) for line in lines if self.sheet.item in line.parsed}
        self.units = self.sheet.units(self.relationship, numbers)
        for line in lines:
            number = str(line.parsed.get(self.sheet.number, ""))
            if not number and not line.problems:
                line.problems.append(self.problem(line.row, self.sheet.number, _("This is missing.")))
            found.setdefault(number, Group(number, [])).lines.append(line)
        for group in found.values():
            self._check_head(group)
        return list(found.values())

    def payload(self, group: Group, lines: list[Line]) -> dict[str, Any]:
        """The payload of a group with some of its rows; the first row speaks for the head."""
        head = {column.key: lines[0].parsed[column.key] for column in self.sheet.head if column.key in lines[0].parsed}
        return head | {self.sheet.lines: [dict(self._fields(line)) for line in lines]}

    def problem(self, row: int, key: str, text: str) -> Problem:
        """A problem with the cell of a field, or with its row when the file has no such column."""
        place = self.places.get(key, self.places.get(key.partition(".")[0]))
        cell = _("row %(row)s") % {"row": row + 1} if place is None else self.grid.address(row, place)
        return Problem(row, cell, text)

    def _line(self, row: int) -> Line:
        line = Line(row)
        for column in self.sheet.columns:
            place = self.places.get(column.key)
            value: Value = self.mapping.fixed.get(column.key) if place is None else self.grid.at(row, place)
            if value is None:
                continue
            try:
                line.parsed[column.key] = self._read(column, value)
            except Misread as error:
                line.problems.append(self.problem(row, column.key, str(error)))
        return line

    def _read(self, column: Column, value: Value) -> Any:
        kind = self.sheet.kind(column)
        if kind is Kind.CHOICE:
            return _choice(value, self.sheet.options(column))
        if kind is Kind.QUANTITY:
            read = values.amount(value)
            scale = scale_of(self.mapping.columns.get(column.key, ""))
            return Amount(read.value * scale, read.unit, read.currency)
        return column.reads(value) if column.reads else _READERS[kind](value)

    def _fields(self, line: Line) -> Iterator[tuple[str, Any]]:
        for column in self.sheet.line:
            if column.part or column.key not in line.parsed:
                continue
            value = line.parsed[column.key]
            yield column.key, self._pair(column, value, line) if isinstance(value, Amount) else value

    def _pair(self, column: Column, read: Amount, line: Line) -> dict[str, str]:
        if self.sheet.kind(column) is Kind.MONEY:
            beside = str(line.parsed.get(f"{column.key}.currency", ""))
            return {"amount": read.plain, "currency": read.currency or beside or self.relationship.terms.currency}
        scale, unit = line.parsed.get(f"{column.key}.unit", (1, ""))
        scaled = Amount(read.value * Decimal(scale))
        return {"value": scaled.plain, "unit": self._unit(read.unit or unit, line)}

    def _unit(self, written: str, line: Line) -> str:
        """Pieces, packs and each are one when the item is counted; without a unit it is the item's own."""
        own = self.units.get(str(line.parsed.get(self.sheet.item, "")), "")
        if own and (not written or {written, own} <= COUNTED):
            return own
        return written or "H87"

    def _check_head(self, group: Group) -> None:
        """All rows of one number agree on what belongs to the whole."""
        first = group.lines[0]
        for line in group.lines[1:]:
            for column in self.sheet.head:
                if line.parsed.get(column.key) != first.parsed.get(column.key):
                    words = {"number": group.number, "row": first.row + 1}
                    text = _("This differs from row %(row)s, which belongs to %(number)s as well.") % words
                    line.problems.append(self.problem(line.row, column.key, text))


def _choice(value: Value, options: list[str]) -> str:
    written = re.sub(r"[\s_-]+", "_", values.text(value).casefold())
    if written not in options:
        words = {"text": values.text(value), "options": ", ".join(each.replace("_", " ") for each in options)}
        raise Misread(_("“%(text)s” is not one of: %(options)s.") % words)
    return written


_READERS: dict[Kind, Any] = {
    Kind.TEXT: values.text,
    Kind.MONEY: values.amount,
    Kind.DATE: lambda value: dates.day(value).isoformat(),
    Kind.UNIT: values.unit,
    Kind.CURRENCY: values.currency,
}
