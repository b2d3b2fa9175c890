"""Which column of a file means which field: guessed from the headings, changed by the user, remembered per partner."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from cobatch.exchange.cells import Grid, letter
from cobatch.exchange.declare import Column, Kind, Sheet
from cobatch.exchange.models import ColumnMapping
from cobatch.exchange.values import SCALES, Misread, text

IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
NOT_A_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Assignment:
    """By field: the heading of its column, or one value for all orders where the file has no such column."""

    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"columns": self.columns, "fixed": self.fixed}


def of_json(kept: Mapping[str, Any]) -> Assignment:
    """As it was kept."""
    return Assignment(dict(kept.get("columns", {})), dict(kept.get("fixed", {})))


def headings(grid: Grid) -> dict[str, int]:
    """Columns by heading. One without a heading, or with one that came before, is known by its letter."""
    found: dict[str, int] = {}
    for place in range(max(map(len, grid.rows))):
        value = grid.at(grid.header, place)
        words = " ".join(_heading(value).split())
        name = words if words and words not in found else f"{words} [{letter(place)}]".strip()
        if words or any(grid.at(row, place) is not None for row in grid.body()):
            found[name] = place
    return found


def _heading(value: Any) -> str:
    try:
        return text(value) if value is not None else ""
    except Misread:
        return ""


def begin(sheet: Sheet, grid: Grid, organisation_id: UUID, relationship_id: UUID) -> Assignment:
    """What was confirmed for this partner last time as far as the file still has it; the rest is guessed."""
    known = headings(grid)
    kept = ColumnMapping.objects.filter(
        organisation_id=organisation_id, relationship_id=relationship_id, purpose=sheet.purpose
    ).first()
    before = of_json(kept.mapping) if kept else Assignment()
    columns = {key: name for key, name in before.columns.items() if name in known}
    guessed = guess(sheet, [name for name in known if name not in columns.values()])
    fixed = {key: value for key, value in before.fixed.items() if key not in columns}
    return Assignment({key: name for key, name in guessed.items() if key not in fixed} | columns, fixed)


def guess(sheet: Sheet, names: list[str]) -> dict[str, str]:
    """For each field the first heading that is called like it; a heading is used once."""
    found: dict[str, str] = {}
    for column in sheet.columns:
        called = {_simple(each) for each in (column.key, str(column.title), *column.words)}
        fitting = (name for name in names if name not in found.values() and _simple(name) in called)
        if name := next(fitting, None):
            found[column.key] = name
    return found


def _simple(heading: str) -> str:
    """PO-No. and po no are the same; what stands in brackets is a unit."""
    return NOT_A_LETTER.sub(" ", IN_BRACKETS.sub("", heading).casefold()).strip()


def scale_of(heading: str) -> Decimal:
    """A heading such as Qty (k) counts in thousands."""
    for inside in IN_BRACKETS.findall(heading):
        for word in inside.casefold().replace(".", " ").split():
            if word in SCALES:
                return Decimal(SCALES[word])
        if inside.replace(" ", "").replace(",", "") == "1000":
            return Decimal(1000)
    return Decimal(1)


def chosen(sheet: Sheet, grid: Grid, values: Mapping[str, str]) -> Assignment:
    """What the user chose in the form: `column.<key>` and, for the head of the orders, `fixed.<key>`."""
    known = headings(grid)
    columns = {
        column.key: name
        for column in sheet.columns
        if (name := values.get(f"column.{column.key}", "")) in known
    }
    fixed = {
        column.key: value
        for column in fixable(sheet)
        if column.key not in columns and (value := values.get(f"fixed.{column.key}", "").strip())
    }
    return Assignment(columns, fixed)


def fixable(sheet: Sheet) -> list[Column]:
    """Fields for which one value may hold for all orders of a file."""
    whole = [column for column in sheet.head if column.key != sheet.number]
    return whole + [column for column in sheet.line if sheet.kind(column) in (Kind.UNIT, Kind.CURRENCY)]


def remember(sheet: Sheet, mapping: Assignment, organisation_id: UUID, relationship_id: UUID) -> None:
    """Keep a confirmed mapping for the next file of this partner."""
    ColumnMapping.objects.update_or_create(
        organisation_id=organisation_id,
        relationship_id=relationship_id,
        purpose=sheet.purpose,
        defaults={"mapping": mapping.as_json()},
    )
