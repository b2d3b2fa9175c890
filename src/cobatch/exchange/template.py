"""An empty workbook with the right headings, for those who begin with none."""

import io

import xlsxwriter
from django.utils.translation import gettext as _

from cobatch.exchange.declare import Column, Kind, Sheet

WIDTH = 18
FORMATS = {Kind.TEXT: "@", Kind.DATE: "yyyy-mm-dd", Kind.QUANTITY: "#,##0", Kind.MONEY: "#,##0.00####"}


def workbook(sheet: Sheet) -> bytes:
    """The headings on the first sheet, what they mean on the second."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        strong = book.add_format({"bold": True, "bottom": 1})
        rows = book.add_worksheet(str(sheet.title))
        notes = book.add_worksheet(_("Notes"))
        rows.freeze_panes(1, 0)
        for place, column in enumerate(sheet.columns):
            shown = book.add_format({"num_format": FORMATS.get(sheet.kind(column), "@")})
            rows.set_column(place, place, WIDTH, shown)
            rows.write_string(0, place, str(column.title), strong)
            notes.write_string(place, 0, str(column.title), strong)
            notes.write_string(place, 1, meaning(sheet, column))
        notes.set_column(0, 0, WIDTH)
        notes.set_column(1, 1, 5 * WIDTH)
    return made.getvalue()


def meaning(sheet: Sheet, column: Column) -> str:
    """What belongs into a column: the payload's own words."""
    if column.part == "unit":
        return _("Packs, pieces, EA, thousands: the item's own unit when left empty.")
    if column.part == "currency":
        return _("Three letters, as USD: the currency agreed with the partner when left empty.")
    description = sheet.info(column).description
    return _(description) if description else ""
