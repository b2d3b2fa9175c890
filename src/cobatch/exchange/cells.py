"""Cells of a spreadsheet with their address, whatever file they come from."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import BadPayload, Refusal

MOST_ROWS = 10_000
MOST_COLUMNS = 200
MOST_BYTES = 10 * 2**20


@dataclass(frozen=True)
class Broken:
    """A cell that shows something but holds no value: an error, or a formula that was never computed."""


@dataclass(frozen=True)
class Formula:
    """Text that a spreadsheet program would compute: it is not read as a value."""


Value = str | int | float | bool | date | datetime | time | timedelta | Broken | Formula | None


@dataclass(frozen=True)
class Grid:
    """The rows of one sheet; `rows[0]` is row 1 of the file. `kind` decides how a cell is named."""

    rows: list[list[Value]]
    kind: str
    header: int = field(default=0)  # index of the row with the headings

    def at(self, row: int, column: int) -> Value:
        """The value of a cell, None where the row is shorter."""
        cells = self.rows[row]
        value = cells[column] if column < len(cells) else None
        return None if isinstance(value, str) and not value.strip() else value

    def address(self, row: int, column: int) -> str:
        """How the user finds the cell: B7, or in a csv file row 7, column B."""
        letters = letter(column)
        if self.kind == "xlsx":
            return f"{letters}{row + 1}"
        return _("row %(row)s, column %(column)s") % {"row": row + 1, "column": letters}

    def body(self) -> list[int]:
        """The rows below the headings that hold anything."""
        below = range(self.header + 1, len(self.rows))
        return [
            row
            for row in below
            if any(self.at(row, place) is not None for place in range(len(self.rows[row])))
        ]


def letter(column: int) -> str:
    """The column's letters: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """The place of a column from its letters: AA → 26."""
    place = 0
    for each in letters:
        place = place * 26 + ord(each) - ord("A") + 1
    return place - 1


def unreadable(code: str, text: str) -> BadPayload:
    """The whole file is refused, in words."""
    return BadPayload(Refusal(code, text, "/file"))


def check_rows(rows: int, columns: int) -> None:
    """Raises BadPayload for a sheet beyond the limits. The row of headings is not counted."""
    if rows > MOST_ROWS + 1:
        words = {"rows": f"{rows:,}", "most": f"{MOST_ROWS:,}"}
        raise unreadable(
            "too_many_rows", _("The sheet has %(rows)s rows; at most %(most)s are read at once.") % words
        )
    if columns > MOST_COLUMNS:
        words = {"columns": f"{columns:,}", "most": str(MOST_COLUMNS)}
        text = _("The sheet has %(columns)s columns; at most %(most)s are read.") % words
        raise unreadable("too_many_columns", text)
