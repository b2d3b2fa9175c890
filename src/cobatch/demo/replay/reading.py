"""The delivery history as it was written down: one row a line of an order."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

FORMATS = ("%d-%b-%y", "%m/%d/%y")
# What stands in which column, by what it is called here.
TEXTS = {
    "number": "ID", "order": "PO / SO #", "asn": "ASN/DN #", "country": "Country", "vendor": "Vendor",
    "site": "Manufacturing Site", "description": "Item Description", "incoterm": "Vendor INCO Term",
    "mode": "Shipment Mode", "quotation": "PQ #", "quotation_sent": "PQ First Sent to Client Date",
    "order_sent": "PO Sent to Vendor Date", "weight": "Weight (Kilograms)", "freight": "Freight Cost (USD)",
    "insurance": "Line Item Insurance (USD)",
}  # fmt: skip
DAYS = {
    "scheduled": "Scheduled Delivery Date", "delivered": "Delivered to Client Date",
    "recorded": "Delivery Recorded Date",
}  # fmt: skip
FIGURES = {"price": "Pack Price", "quantity": "Line Item Quantity", "value": "Line Item Value"}
PROJECT, PACK = "Project Code", "Unit of Measure (Per Pack)"
COLUMNS = (*TEXTS.values(), *DAYS.values(), *FIGURES.values(), PROJECT, PACK)


class NotAHistoryError(ValueError):
    """The file is no delivery history, or not the one that was begun."""


@dataclass(frozen=True)
class Row:
    """One line of an order. Texts that may carry a reason instead of a figure stay texts."""

    number: str
    market: str
    country: str
    order: str
    asn: str
    incoterm: str
    mode: str
    quotation: str
    quotation_sent: str
    order_sent: str
    scheduled: date
    delivered: date
    recorded: date
    vendor: str
    site: str
    description: str
    pack: int
    price: Decimal
    quantity: Decimal
    value: Decimal
    weight: str
    freight: str
    insurance: str


def read(file: Path, most: int | None = None) -> list[Row]:
    """All rows, or the first so many. Raises NotAHistoryError in words."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise NotAHistoryError(f"{file.name} is no delivery history: it has no column {missing[0]!r}.")
        found = list(_rows(rows, most))
    if not found:
        raise NotAHistoryError(f"{file.name} is an empty delivery history.")
    return found


def _rows(rows: Iterator[dict[str, str]], most: int | None) -> Iterator[Row]:
    for index, row in enumerate(rows):
        if index == most:
            return
        try:
            yield _row(row)
        except (ValueError, InvalidOperation, AttributeError):
            raise NotAHistoryError(f"Row {index + 2} cannot be read: {row.get('ID')}.") from None


def _row(row: dict[str, str]) -> Row:
    values: dict[str, Any] = {name: row[column] for name, column in TEXTS.items()}
    values |= {name: day(row[column]) for name, column in DAYS.items()}
    values |= {name: Decimal(row[column]) for name, column in FIGURES.items()}
    return Row(market=_market(row[PROJECT]), pack=int(row[PACK]), **values)


def _market(code: str) -> str:
    """The country in a project's code: ZM of 107-ZM-T30."""
    _number, market, _task = code.split("-")
    return market


def day(text: str) -> date:
    """A date in either of the file's formats. Raises ValueError for a reason in words."""
    found = day_or_none(text)
    if found is None:
        raise ValueError(f"{text!r} is no date")
    return found


def day_or_none(text: str) -> date | None:
    """A date, or None where the file gives a reason instead."""
    for known in FORMATS:
        try:
            return datetime.strptime(text, known).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def is_figure(text: str) -> bool:
    """Whether a figure stands there, not a reason and not nothing."""
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True
