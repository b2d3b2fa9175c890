"""One row of a sheet, read cell by cell: what each column says, and what is not understood, with its cell named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cobatch.exchange import dates, values
from cobatch.exchange.cells import Grid, Value
from cobatch.exchange.declare import Column, Kind, Sheet
from cobatch.exchange.mapping import Assignment, headings, scale_of
from cobatch.exchange.values import Amount, Misread
from cobatch.kernel.decimals import EXACT


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be taken; `cell` names where, as the user finds it."""

    row: int
    cell: str
    text: str
    key: str = ""  # the column it belongs to


@dataclass
class Line:
    """One row as it was read. `parsed` holds what each column says, by its key."""

    row: int
    parsed: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class LineReader:
    """Reads rows of one grid under one assignment of columns."""

    def __init__(self, sheet: Sheet, grid: Grid, mapping: Assignment) -> None:
        self.sheet, self.grid, self.mapping = sheet, grid, mapping
        places = headings(grid)
        self.places = {key: places[name] for key, name in mapping.columns.items() if name in places}
        self.fixed: dict[str, Any] = {}
        self.fixed_problems: dict[str, str] = {}
        for column in sheet.columns:
            if column.key in mapping.fixed and column.key not in self.places:
                self._read_fixed(column, mapping.fixed[column.key])

    def missing(self) -> list[Column]:
        """Required columns that neither a heading nor a fixed value stands for."""
        given = self.places.keys() | self.mapping.fixed.keys()
        return [
            column for column in self.sheet.columns if self.sheet.required(column) and column.key not in given
        ]

    def line(self, row: int) -> Line:
        """The row as read."""
        line = Line(row, dict(self.fixed))
        for column in self.sheet.columns:
            place = self.places.get(column.key)
            value = None if place is None else self.grid.at(row, place)
            if value is None:
                continue
            try:
                line.parsed[column.key] = self._read(column, value)
            except Misread as error:
                line.problems.append(self.problem(row, column.key, str(error)))
        for column in self.sheet.line:
            self._settle(column, line)
        return line

    def problem(self, row: int, key: str, text: str) -> Problem:
        """A problem with the cell of a field, or with its row when the file has no such column."""
        place = self.places.get(key, self.places.get(key.partition(".")[0]))
        cell = _("row %(row)s") % {"row": row + 1} if place is None else self.grid.address(row, place)
        return Problem(row, cell, text, key)

    def _read_fixed(self, column: Column, value: str) -> None:
        try:
            self.fixed[column.key] = self._read(column, value)
        except Misread as error:
            self.fixed_problems[column.key] = str(error)

    def _read(self, column: Column, value: Value) -> Any:
        kind = self.sheet.kind(column)
        if kind is Kind.CHOICE:
            return _choice(value, self.sheet.options(column))
        return column.reads(value) if column.reads else _READERS[kind](value)

    def _settle(self, column: Column, line: Line) -> None:
        """Scale, unit and currency stand in the cell, in the heading or in a column of their own: in one of them."""
        amount = line.parsed.get(column.key)
        if not isinstance(amount, Amount):
            return
        try:
            line.parsed[column.key] = self._settled(column, amount, line.parsed)
        except Misread as error:
            del line.parsed[column.key]
            line.problems.append(self.problem(line.row, column.key, str(error)))

    def _settled(self, column: Column, amount: Amount, parsed: Mapping[str, Any]) -> Amount:
        if self.sheet.kind(column) is Kind.MONEY:
            beside = parsed.get(f"{column.key}.currency", "")
            if amount.unit or (amount.currency and beside and amount.currency != beside):
                raise Misread(_("The cell and the currency beside it do not agree."))
            return replace(amount, currency=amount.currency or beside)
        scale, unit = parsed.get(f"{column.key}.unit", (1, ""))
        in_heading = scale_of(self.mapping.columns.get(column.key, ""))
        if [amount.scaled, scale != 1, in_heading != 1].count(True) > 1:
            raise Misread(_("Thousands or millions are said twice: in the cell, its heading or its unit."))
        if amount.currency or (amount.unit and unit and amount.unit != unit):
            raise Misread(_("The cell and the unit beside it do not agree."))
        return replace(
            amount,
            value=EXACT.multiply(amount.value, EXACT.multiply(in_heading, Decimal(scale))),
            unit=amount.unit or unit,
        )


def _choice(value: Value, options: list[str]) -> str:
    written = re.sub(r"[\s_-]+", "_", values.text(value).casefold())
    if written not in options:
        words = {"text": values.text(value), "options": ", ".join(each.replace("_", " ") for each in options)}
        raise Misread(_("“%(text)s” is not one of: %(options)s.") % words)
    return written


_READERS: dict[Kind, Any] = {
    Kind.TEXT: values.text,
    Kind.QUANTITY: values.amount,
    Kind.MONEY: values.amount,
    Kind.DATE: lambda value: dates.day(value).isoformat(),
    Kind.UNIT: values.unit,
    Kind.CURRENCY: values.currency,
}
