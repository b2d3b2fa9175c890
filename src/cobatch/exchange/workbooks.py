"""Excel workbooks: sizes are checked before anything is unfolded, since a small file can describe a huge sheet."""

import io
import re
import zipfile

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cobatch.exchange.cells import Broken, Value, check_rows, column_of, unreadable

MOST_UNFOLDED = 64 * 2**20
ROW = re.compile(rb'<(?:\w+:)?row\b(?:[^>]*?\s)?r="(\d+)"[^>]*?(/?)>')
CELL = re.compile(rb'<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL)
PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
SHEET = re.compile(rb'<(?:\w+:)?sheet\b[^>]*?\br:id="([^"]+)"')
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


def rows_of(content: bytes) -> list[list[Value]]:
    """Rows of the first visible sheet that holds cells, from row 1 and column A. Raises BadPayload."""
    try:
        parts = _parts(content)
        sheets = _sheet_parts(parts)
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
            rows = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
            if rows:
                return _with_broken(rows, sheets[place])
    raise unreadable("file_empty", _("The workbook has no cells."))


def _with_broken(rows: list[list[Value]], xml: bytes) -> list[list[Value]]:
    """Errors and formulas without a value come as empty cells; an empty cell may have a meaning, so they are marked."""
    for cell in CELL.finditer(xml):
        attributes, inside = cell[1], cell[2] or b""
        computed = re.search(rb"<(?:\w+:)?v>", inside) or b"<is>" in inside
        place = PLACE.search(attributes)
        if place and (b't="e"' in attributes or (b"<f" in inside and not computed)):
            row, column = int(place[2]) - 1, column_of(place[1].decode())
            while len(rows) <= row:
                rows.append([])
            rows[row] += [None] * (column + 1 - len(rows[row]))
            rows[row][column] = Broken()
    return rows


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


def _check_extent(xml: bytes) -> None:
    """Rows and columns as far as cells reach: a reader would reserve room for all of them."""
    rows = [int(number) for number, empty in ROW.findall(xml) if not empty]
    cells = [place for cell in CELL.finditer(xml) if (place := PLACE.search(cell[1])) and cell[2] is not None]
    widest = max((column_of(place[1].decode()) + 1 for place in cells), default=0)
    check_rows(max([*rows, *(int(place[2]) for place in cells)], default=0), widest)
