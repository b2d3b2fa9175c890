"""Rows become payloads: grouped by number, every value in the form the engine takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cobatch.exchange.declare import Column, Kind
from cobatch.exchange.lines import Line, LineReader, Problem
from cobatch.exchange.values import COUNTED, Amount
from cobatch.network.models import Relationship

USUAL_UNIT = "H87"


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
    """Groups of rows under one relationship, and the payload of each."""

    def __init__(self, reader: LineReader, relationship: Relationship) -> None:
        self.reader, self.sheet, self.relationship = reader, reader.sheet, relationship
        self.units: Mapping[str, str] = {}

    def groups(self) -> list[Group]:
        """Rows by number, in the order of the file."""
        found: dict[str, Group] = {}
        lines = [self.reader.line(row) for row in self.reader.grid.body()]
        items = {str(line.parsed[self.sheet.item]) for line in lines if self.sheet.item in line.parsed}
        self.units = self.sheet.units(self.relationship, items)
        for line in lines:
            number = str(line.parsed.get(self.sheet.number, ""))
            if not number and not line.problems:
                line.problems.append(self.reader.problem(line.row, self.sheet.number, _("This is missing.")))
            found.setdefault(number, Group(number, [])).lines.append(line)
        for group in found.values():
            self._check_head(group)
        return list(found.values())

    def payload(self, lines: list[Line]) -> dict[str, Any]:
        """The payload of rows that belong together; the first one speaks for the head."""
        first = lines[0].parsed
        head = {column.key: first[column.key] for column in self.sheet.head if column.key in first}
        return head | {self.sheet.lines: [dict(self._fields(line)) for line in lines]}

    def _fields(self, line: Line) -> Iterator[tuple[str, Any]]:
        for column in self.sheet.line:
            if not column.part and column.key in line.parsed:
                value = line.parsed[column.key]
                yield column.key, self.pair(column, value, line) if isinstance(value, Amount) else value

    def pair(self, column: Column, amount: Amount, line: Line) -> dict[str, str]:
        """Number and code as the engine takes them."""
        if self.sheet.kind(column) is Kind.MONEY:
            return {"amount": amount.plain, "currency": amount.currency or self.relationship.terms.currency}
        own = self.units.get(str(line.parsed.get(self.sheet.item, "")), "")
        # Pieces, packs and each are one when the item is counted; without a unit it is the item's own.
        if own and (not amount.unit or {amount.unit, own} <= COUNTED):
            return {"value": amount.plain, "unit": own}
        return {"value": amount.plain, "unit": amount.unit or USUAL_UNIT}

    def _check_head(self, group: Group) -> None:
        """All rows of one number agree on what belongs to the whole."""
        first = group.lines[0]
        for line in group.lines[1:] if group.number else []:
            for column in self.sheet.head:
                if line.parsed.get(column.key) != first.parsed.get(column.key):
                    words = {"number": group.number, "row": first.row + 1}
                    text = _("This differs from row %(row)s, which belongs to %(number)s as well.") % words
                    line.problems.append(self.reader.problem(line.row, column.key, text))
