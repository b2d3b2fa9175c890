"""A list as CSV: every filtered row, instants in UTC, numbers plain, nothing that a spreadsheet would execute."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse

from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity
from cobatch.touchpoints.pages import Column, State, Two

MOST = 10_000
EXECUTED = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """What csv writes is handed straight on."""

    def write(self, line: str) -> str:
        return line


def as_csv(name: str, columns: tuple[Column, ...], rows: Iterable[Any]) -> StreamingHttpResponse:
    """The rows as a download; the byte order mark lets Excel read UTF-8."""
    lines = list(_lines(columns, rows))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(columns: tuple[Column, ...], rows: Iterable[Any]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([str(column.title) for column in columns])
    for row in rows:
        yield writer.writerow([_safe(_plain(column.value(row))) for column in columns])


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Two):
        return f"{_plain(value.value)} · {_plain(value.below)}"
    if isinstance(value, State):
        return str(value.label)
    if isinstance(value, Money):
        return f"{value.as_json()['amount']} {value.currency}"
    if isinstance(value, Quantity):
        return f"{value.as_json()['value']} {value.unit}"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return (
        value.isoformat()
        if isinstance(value, date)
        else f"{value:f}"
        if isinstance(value, Decimal)
        else str(value)
    )


def _safe(text: str) -> str:
    """A cell that begins like a formula gets an apostrophe, as spreadsheets themselves do it."""
    return f"'{text}" if text.startswith(EXECUTED) and not text[1:2].isdigit() else text
