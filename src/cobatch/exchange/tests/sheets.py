"""Spreadsheets as people make them."""

import io
from datetime import date
from typing import Any

import xlsxwriter

HEAD = ["PO", "Market", "Ship to", "Material", "Qty", "UoM", "Delivery date", "Price", "Currency"]


def row(
    number: Any = "PO-1", quantity: Any = 22000, day: Any = date(2027, 3, 25), **changes: Any
) -> list[Any]:
    """One good line of an order, with what is changed in it by heading."""
    cells = dict(
        zip(HEAD, [number, "US", "Harborview", "HR-101", quantity, "packs", day, 2.1, "USD"], strict=True)
    )
    return list((cells | changes).values())


def csv_of(*rows: list[Any], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """The rows as text under the usual headings."""
    return separated([HEAD, *rows], separator).encode(encoding)


def separated(rows: list[list[Any]], separator: str = ";") -> str:
    """Rows as text; None is an empty cell."""
    return "".join(
        separator.join("" if cell is None else str(cell) for cell in each) + "\r\n" for each in rows
    )


def xlsx_of(*rows: list[Any], head: list[str] | None = None) -> bytes:
    """The rows as a workbook under the usual headings."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Orders")
        as_date = book.add_format({"num_format": "dd.mm.yyyy"})
        for place, cells in enumerate([HEAD if head is None else head, *rows]):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(place, column, value, as_date)
                elif isinstance(value, str) and value.startswith("{=") and value.endswith("}"):
                    sheet.write_formula(place, column, value[1:-1], None, "#DIV/0!")
                elif isinstance(value, str):
                    sheet.write_string(place, column, value)
                else:
                    sheet.write(place, column, value)
    return made.getvalue()
