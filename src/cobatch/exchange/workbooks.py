"""Excel workbooks: sizes are checked before anything is unfolded, since a small file can describe a huge sheet."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cobatch.exchange.cells import Broken, Value, check_rows, column_of, unreadable

MOST_UNFOLDED = 64 * 2**20
TAG = re.compile(rb"<(/?)(?:\w+:)?(row|c|f|v|is)\b([^<>]*)>")
PLACE = re.compile(rb'\br="([A-Z]{0,3})([0-9]{1,7})"')
SHEET = re.compile(rb'<(?:\w+:)?sheet\b[^>]*?\br:id="([^"]+)"')
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


@dataclass
class Seen:
    """A cell as the sheet's XML has it; `row` and `column` count from 0."""

    row: int
    column: int
    error: bool
    formula: bool = False
    value: bool = False

    @property
    def broken(self) -> bool:
        """An error, or a formula that was never computed: readers give both as an empty cell."""
        return self.error or (self.formula and not self.value)


def rows_of(content: bytes) -> list[list[Value]]:
    """Rows of the first visible sheet that holds cells, from row 1 and column A. Raises BadPayload."""
    try:
        sheets = _sheet_parts(_parts(content))
        for xml in sheets:
            _check_extent(xml)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return _first_filled(book, sheets)
    except (CalamineError, zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        text = _("This is not an Excel file that can be read: save it as .xlsx without a password.")
        raise unreadable("file_kind", text) from None


def _first_filled(book: CalamineWorkbook, sheets: list[bytes]) -> list[list[Value]]:
    for place, sheet in enumerate(book.sheets_metadata):
        if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet:
            read = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
            rows = _with_broken([list(row) for row in read], sheets[place])
            if rows:
                return rows
    raise unreadable("file_empty", _("The workbook has no cells."))


def _with_broken(rows: list[list[Value]], xml: bytes) -> list[list[Value]]:
    """An empty cell may have a meaning, so those that only look empty are marked."""
    for cell in _cells(xml):
        if cell.broken:
            rows += [[] for _row in range(cell.row + 1 - len(rows))]
            rows[cell.row] += [None] * (cell.column + 1 - len(rows[cell.row]))
            rows[cell.row][cell.column] = Broken()
    return rows


def _cells(xml: bytes) -> Iterator[Seen]:
    """Cells that hold something. Read tag by tag, in a time that grows only with the length."""
    row = column = -1
    cell: Seen | None = None
    for closing, name, attributes in TAG.findall(xml):
        place = PLACE.search(attributes)
        if name == b"row" and not closing:
            row, column = int(place[2]) - 1 if place else row + 1, -1
        elif name == b"c" and closing:
            if cell and (cell.formula or cell.value or cell.error):
                yield cell
            cell = None
        elif name == b"c":
            column = column_of(place[1].decode()) if place else column + 1
            row = int(place[2]) - 1 if place else row
            cell = None if attributes.endswith(b"/") else Seen(row, column, b't="e"' in attributes)
        elif cell:
            cell.formula |= name == b"f"
            cell.value |= name != b"f" and not attributes.endswith(b"/")


def _check_extent(xml: bytes) -> None:
    """As far as cells reach: a reader would reserve room for all of them."""
    for cell in _cells(xml):
        check_rows(cell.row + 1, cell.column + 1)


def _parts(content: bytes) -> dict[str, bytes]:
    """The workbook's XML, unfolded up to the limit, whatever sizes the archive claims."""
    parts, left = {}, MOST_UNFOLDED
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            with archive.open(entry) as part:
                data = part.read(left + 1)
            left -= len(data)
            if left < 0:
                raise unreadable("file_too_large", _("The workbook is too large once unpacked."))
            if entry.filename.startswith("xl/"):
                parts[entry.filename] = data
    return parts


def _sheet_parts(parts: dict[str, bytes]) -> list[bytes]:
    """The XML of each sheet, in the order of the tabs. Raises KeyError when the parts do not hang together."""
    targets = {
        _attribute(relation, b"Id"): _attribute(relation, b"Target")
        for relation in RELATION.findall(parts["xl/_rels/workbook.xml.rels"])
    }
    named = (targets[each].decode() for each in SHEET.findall(parts["xl/workbook.xml"]))
    return [parts[target.lstrip("/") if target.startswith("/") else f"xl/{target}"] for target in named]


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb'\b%s="([^"]*)"' % name, tag)
    return found[1] if found else b""
