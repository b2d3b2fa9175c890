"""The delivery history as it was written down: one row a line of an order."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

FORMATS = ("%d-%b-%y", "%m/%d/%y")
COLUMNS = (
    "ID", "Project Code", "PQ #", "PO / SO #", "ASN/DN #", "Country", "Vendor INCO Term", "Shipment Mode",
    "PQ First Sent to Client Date", "PO Sent to Vendor Date", "Scheduled Delivery Date",
    "Delivered to Client Date", "Delivery Recorded Date", "Vendor", "Item Description",
    "Unit of Measure (Per Pack)", "Line Item Quantity", "Line Item Value", "Pack Price", "Manufacturing Site",
    "Weight (Kilograms)", "Freight Cost (USD)", "Line Item Insurance (USD)",
)  # fmt: skip


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
        return list(_rows(rows, most))


def _rows(rows: Iterator[dict[str, str]], most: int | None) -> Iterator[Row]:
    for index, row in enumerate(rows):
        if index == most:
            return
        try:
            yield _row(row)
        except (ValueError, InvalidOperation, AttributeError):
            raise NotAHistoryError(f"Row {index + 2} cannot be read: {row.get('ID')}.") from None


def _row(row: dict[str, str]) -> Row:
    return Row(
        number=row["ID"],
        market=_market(row["Project Code"]),
        country=row["Country"],
        order=row["PO / SO #"],
        asn=row["ASN/DN #"],
        incoterm=row["Vendor INCO Term"],
        mode=row["Shipment Mode"],
        quotation=row["PQ #"],
        quotation_sent=row["PQ First Sent to Client Date"],
        order_sent=row["PO Sent to Vendor Date"],
        scheduled=day(row["Scheduled Delivery Date"]),
        delivered=day(row["Delivered to Client Date"]),
        recorded=day(row["Delivery Recorded Date"]),
        vendor=row["Vendor"],
        site=row["Manufacturing Site"],
        description=row["Item Description"],
        pack=int(row["Unit of Measure (Per Pack)"]),
        price=Decimal(row["Pack Price"]),
        quantity=Decimal(row["Line Item Quantity"]),
        value=Decimal(row["Line Item Value"]),
        weight=row["Weight (Kilograms)"],
        freight=row["Freight Cost (USD)"],
        insurance=row["Line Item Insurance (USD)"],
    )


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
