"""Values as the cells and facts of the component layer."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity
from cobatch.kernel.units import UNIT_NAMES
from cobatch.kernel.zones import both_clocks
from cobatch.touchpoints.pages import Column, State, Two

GROUPED_FROM = 10_000
COUNTED = {"H87", "EA"}


def words(value: Any, clocks: Any = None) -> str:
    """A value in the reader's words. `clocks` = (own site's clock, other site's clock) for instants."""
    if value is None or value == "":
        return "–"
    if isinstance(value, Money):
        return money(value)
    if isinstance(value, Quantity):
        return quantity(value)
    if isinstance(value, datetime):
        return both_clocks(value, *clocks) if clocks else date_format(value, "D j M Y H:i")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, Decimal) or (isinstance(value, int) and abs(value) >= GROUPED_FROM):
        return plain(Decimal(value))
    return str(value)


def plain(value: Decimal) -> str:
    """A number with the reader's thousands and no superfluous zeros."""
    normal = value.normalize()
    exponent = normal.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return number_format(normal, decimal_pos=places, use_l10n=True, force_grouping=True)


def money(value: Money) -> str:
    """ "USD 89,817.00", and more decimals only where a unit price has them."""
    amount = value.as_json()["amount"]
    decimals = len(amount.partition(".")[2])
    return f"{value.currency} {number_format(Decimal(amount), decimal_pos=decimals, force_grouping=True)}"


def quantity(value: Quantity) -> str:
    """ "22,000", and the unit's name unless things are simply counted."""
    if value.unit in COUNTED:
        return plain(value.value)
    return f"{plain(value.value)} {UNIT_NAMES.get(value.unit, value.unit)}"


def cell(value: Any, clocks: Any = None, url: str = "") -> dict[str, Any]:
    """One cell of a table; a state becomes a badge."""
    if isinstance(value, State):
        return {"text": str(value.label), "tone": value.tone}
    if isinstance(value, Two):
        return {"text": words(value.value, clocks), "sub": words(value.below, clocks), "url": url}
    return {"text": words(value, clocks), "url": url}


def table(columns: tuple[Column, ...], rows: Any, url: Any = None, clocks: Any = None) -> dict[str, Any]:
    """Columns and rows as the data_table tag takes them; `url(row)` is where a row leads."""
    return {
        "columns": [{"title": column.title, "align": "end" if column.numeric else ""} for column in columns],
        "rows": [
            {
                "id": f"row-{row.pk}" if getattr(row, "pk", None) else "",
                "url": url(row) if url else "",
                "cells": [cell(column.value(row), clocks) for column in columns],
            }
            for row in rows
        ],
    }
