"""A file's preview as the page shows it: the choice of columns, every row, and what stands against it."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.exchange import mapping
from cobatch.exchange.building import Builder
from cobatch.exchange.declare import Column, Kind, Sheet
from cobatch.exchange.lines import Line, Problem
from cobatch.exchange.preview import Planned, Preview
from cobatch.exchange.template import meaning
from cobatch.exchange.values import Amount
from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity
from cobatch.kernel.refusals import ActError
from cobatch.network.models import Relationship
from cobatch.touchpoints import names, records
from cobatch.web.cells import words

ROWS = 500
PROBLEMS = 50


def columns_form(found: Preview) -> list[dict[str, Any]]:
    """For each field: which heading it is, and for what may be the same for all, one value instead."""
    sheet, reader = found.sheet, found.reader
    headings = [(name, name) for name in mapping.headings(reader.grid)]
    fixable = mapping.fixable(sheet)
    fields: list[dict[str, Any]] = []
    for column in sheet.columns:
        key, required = column.key, sheet.required(column)
        fields.append(
            {"kind": "choice", "name": f"column.{key}", "label": column.title, "options": headings, "bare": required,
             "value": reader.mapping.columns.get(key, ""), "help": meaning(sheet, column),
             "errors": [_("Choose a column.")] if column in reader.missing() and column not in fixable else []}
        )  # fmt: skip
        if column in fixable and key not in reader.mapping.columns:
            fields.append(_fixed(found, column, required=required))
    return fields


def _fixed(found: Preview, column: Column, *, required: bool) -> dict[str, Any]:
    sheet, reader = found.sheet, found.reader
    shown: dict[str, Any] = {
        "kind": "text",
        "name": f"fixed.{column.key}",
        "label": _("%(field)s, the same for all rows") % {"field": column.title},
        "value": reader.mapping.fixed.get(column.key, ""),
        "autocomplete": "off",
        "bare": required,
        "errors": [reader.fixed_problems[column.key]] if column.key in reader.fixed_problems else [],
    }
    if column in reader.missing():
        shown["errors"] = [_("Choose a column above, or write one value for all rows.")]
    if sheet.kind(column) is Kind.CHOICE:
        shown |= {
            "kind": "choice",
            "options": [(each, _(each.replace("_", " "))) for each in sheet.options(column)],
        }
    return shown


def shown(found: Preview, page: str) -> dict[str, Any]:
    """Rows of one page, all problems up to a limit, and what confirming would do."""
    pairs = sorted(
        ((line, plan) for plan in found.plans for line in plan.group.lines), key=lambda pair: pair[0].row
    )
    number = min(int(page), len(pairs) // ROWS + 1) if page.isdigit() and int(page) else 1
    columns = [each for each in found.sheet.columns if not each.part and _is_shown(found, each)]
    return {
        "problems": _problems(found),
        "table": {
            "columns": [
                {"title": _("Row")},
                *(_heading(found.sheet, each) for each in columns),
                {"title": _("Result")},
            ],
            "rows": [_row(found, columns, *pair) for pair in pairs[(number - 1) * ROWS : number * ROWS]],
        },
        "rows": len(pairs),
        "previous": f"?page={number - 1}" if number > 1 else "",
        "next": f"?page={number + 1}" if number * ROWS < len(pairs) else "",
        "new": len(found.new),
        "known": len(found.plans) - len(found.new),
        "refused": found.refused,
    }


def _problems(found: Preview) -> list[str]:
    """From top to bottom, each with its cell."""
    of_rows = sorted((each for plan in found.plans for each in plan.problems), key=lambda each: each.row)
    texts = [f"{each.cell}: {each.text}" if each.cell else each.text for each in (*found.problems, *of_rows)]
    more = len(texts) - PROBLEMS
    return texts[:PROBLEMS] + ([_("and %(count)s more") % {"count": more}] if more > 0 else [])


def _is_shown(found: Preview, column: Column) -> bool:
    return column.key in found.reader.places or column.key in found.reader.fixed


def _heading(sheet: Sheet, column: Column) -> dict[str, Any]:
    figure = sheet.kind(column) in (Kind.QUANTITY, Kind.MONEY)
    return {"title": column.title, "align": "end" if figure else ""}


def _row(found: Preview, columns: list[Column], line: Line, plan: Planned) -> dict[str, Any]:
    problems = [each for each in plan.problems if each.row == line.row]
    cells = [_cell(found, column, line, problems) for column in columns]
    placed = {column.key for column in columns}
    others = " ".join(each.text for each in problems if each.key.partition(".")[0] not in placed)
    result = {"text": _("new"), "tone": "info", "sub": others}
    if problems:
        result |= {"text": _("not possible"), "tone": "bad"}
    elif plan.known:
        result |= {"text": _("already there"), "tone": "neutral"}
    elif found.refused:
        result |= {"text": _("waits for the rest"), "tone": "warn"}
    return {"id": f"row-{line.row + 1}", "cells": [str(line.row + 1), *cells, result]}


def _cell(found: Preview, column: Column, line: Line, problems: list[Problem]) -> dict[str, Any]:
    wrong = " ".join(each.text for each in problems if each.key.partition(".")[0] == column.key)
    text = _text(found.builder, column, line)
    if not wrong:
        return {"text": text}
    if column.key not in line.parsed and column.key in found.reader.places:
        raw = found.reader.grid.at(line.row, found.reader.places[column.key])
        text = raw if isinstance(raw, str) else text
    return {"text": text, "tone": "bad", "sub": wrong}


def _text(builder: Builder, column: Column, line: Line) -> str:
    value = line.parsed.get(column.key)
    if not isinstance(value, Amount):
        is_day = isinstance(value, str) and builder.sheet.kind(column) is Kind.DATE
        return words(date.fromisoformat(str(value)) if is_day else value)
    pair = builder.pair(column, value, line)
    try:
        if "currency" in pair:
            return words(Money(Decimal(pair["amount"]), pair["currency"]))
        return words(Quantity(Decimal(pair["value"]), pair["unit"]))
    except ValueError:
        return " ".join(pair.values())


def file_field(refused: ActError | None) -> dict[str, Any]:
    """The file, and why the last one was not taken."""
    return {
        "kind": "file", "name": "file", "label": _("File"), "required": True, "wide": True, "accept": ".xlsx,.csv,.txt",
        "help": _("An Excel workbook or a CSV file, up to 10 MB and 10,000 rows; the first row names the columns."),
        "errors": [str(reason.text) for reason in refused.reasons] if refused else [],
    }  # fmt: skip


def partner_name(relationship: Relationship, actor: Any) -> str:
    """The company on the other side."""
    side = relationship.side_of(actor.organisation_id)
    return relationship.organisation_on(side.other).name if side else ""


def heading(sheet: Sheet) -> dict[str, Any]:
    """What the pages of one purpose are called."""
    record = record_of(sheet)
    crumbs = [{"title": sheet.title, "url": f"/{names.plural(record)}/"}]
    title = _("%(what)s from a spreadsheet") % {"what": sheet.title}
    return {"title": title, "crumbs": crumbs, "purpose": sheet.purpose, "act": sheet.touchpoint.title}


def record_of(sheet: Sheet) -> str:
    """The record that each number becomes."""
    made = sheet.touchpoint.creates or sheet.touchpoint.on
    return records.name_of(made)


def address_of(sheet: Sheet, pk: UUID) -> str:
    """The page of one file."""
    return f"/imports/{sheet.purpose}/{pk}/"
