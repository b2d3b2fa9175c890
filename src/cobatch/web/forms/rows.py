"""Rows of a form: how many there are to begin with, and what "Add line" and "Remove" do."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict
from pydantic import BaseModel

from cobatch.web.forms.kinds import kind_of


def begun(model: type[BaseModel], values: dict[str, Any]) -> dict[str, Any]:
    """A list that must not be empty begins with one empty row."""
    for name, info in model.model_fields.items():
        if kind_of(info).name == "rows" and info.is_required() and not values.get(name):
            values[name] = [{}]
    return values


def changed(data: QueryDict, values: dict[str, Any]) -> dict[str, Any]:
    """The values with a row added or removed as the pressed button says."""
    if path := data.get("_add"):
        rows = _list_at(values, path.split("."))
        if rows is not None:
            rows.append({})
    elif path := data.get("_remove"):
        *way, number = path.split(".")
        rows = _list_at(values, way)
        if rows is not None and number.isdigit() and int(number) < len(rows):
            del rows[int(number)]
    return values


def _list_at(values: Any, way: list[str]) -> list[Any] | None:
    """The list of rows at a path; one that is not there yet is made."""
    for step in way[:-1]:
        try:
            values = values[int(step)] if isinstance(values, list) else values.setdefault(step, {})
        except (ValueError, IndexError):
            return None
    found = values.setdefault(way[-1], []) if isinstance(values, dict) else None
    return found if isinstance(found, list) else None


def has_files(model: type[BaseModel]) -> bool:
    """True when any field, also inside rows, takes a file."""
    for info in model.model_fields.values():
        kind = kind_of(info)
        if kind.name == "file" or (kind.model is not None and has_files(kind.model)):
            return True
    return False


def shows_error(fields: list[dict[str, Any]], path: str) -> bool:
    """True when one of the fields, or of the rows inside, shows the error at this path."""
    return any(path == name or path.startswith(f"{name}.") for name in _leaves(fields))


def _leaves(fields: list[dict[str, Any]]) -> Iterator[str]:
    for field in fields:
        if field.get("errors"):
            yield field["name"]
        yield from _leaves(field.get("fields", []))
        for part in field.get("parts", []):
            if part["errors"]:
                yield f"{field['name']}.{part['index']}"
            yield from _leaves(part["fields"])


def summary(record: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """The signed JSON as labelled lines that a person can read."""
    from cobatch.web.forms.fields import label_of  # noqa: PLC0415 - fields shows rows

    lines: list[tuple[str, str]] = []
    for name, value in record.items():
        label = f"{prefix}{label_of(str(name))}"
        if isinstance(value, Mapping):
            lines += (
                summary(value, f"{label} · ")
                if set(value) - {"amount", "currency", "value", "unit"}
                else [(label, " ".join(map(str, value.values())))]
            )
        elif isinstance(value, list | tuple):
            for number, each in enumerate(value, start=1):
                if isinstance(each, Mapping):
                    lines += summary(each, f"{label} {number} · ")
                else:
                    lines.append((f"{label} {number}", str(each)))
        elif value not in (None, ""):
            lines.append((label, str(value)))
    return lines
