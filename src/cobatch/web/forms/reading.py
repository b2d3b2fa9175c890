"""What a browser sent, as the payload the engine understands; nothing is judged here."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from pydantic import BaseModel

from cobatch.web.forms.kinds import Kind, kind_of

THOUSANDS = re.compile(r"[\s\u202f\u00a0']")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


def read(model: type[BaseModel], data: QueryDict, zone: str, prefix: str = "") -> dict[str, Any]:
    """The values of a model's fields; a field left empty is left out, so that its default holds."""
    values: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        value = _value(kind_of(info), data, prefix + name, zone)
        if value is not None:
            values[name] = value
    return values


def _value(kind: Kind, data: QueryDict, path: str, zone: str) -> Any:
    if kind.name == "rows" and kind.model:
        return [read(kind.model, data, zone, f"{path}.{index}.") for index in indexes(data, path)]
    if kind.name == "group" and kind.model:
        return read(kind.model, data, zone, f"{path}.") or None
    if kind.name == "checkboxes":
        return data.getlist(path)
    if kind.name == "checkbox":
        return path in data
    if kind.name == "money":
        return _pair(data, path, ("amount", "currency"))
    if kind.name == "quantity":
        return _pair(data, path, ("value", "unit"))
    text = data.get(path, "").strip()
    if not text:
        return None
    return _single(kind, text, zone)


def _single(kind: Kind, text: str, zone: str) -> Any:
    if kind.many:
        return [part.strip() for part in text.split(",") if part.strip()]
    if kind.name == "number":
        return plain_number(text)
    if kind.name == "datetime":
        return _instant(text, zone)
    return text


def _pair(data: QueryDict, path: str, names: tuple[str, str]) -> dict[str, str] | None:
    number = plain_number(data.get(f"{path}.{names[0]}", "").strip())
    code = data.get(f"{path}.{names[1]}", "").strip()
    return {names[0]: number, names[1]: code} if number else None


def _instant(text: str, zone: str) -> str:
    """A time typed without a zone is meant on the clock of the person's own site."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).isoformat()


def plain_number(text: str) -> str:
    """A number as typed, without its thousands: "22 000" and "22,000" are 22000."""
    text = THOUSANDS.sub("", text)
    return text.replace(",", "") if GROUPED.fullmatch(text) else text


def indexes(data: QueryDict, path: str) -> list[int]:
    """The rows that the browser sent, in their order."""
    return sorted(set(_indexes(data, path)))


def _indexes(data: QueryDict, path: str) -> Iterator[int]:
    for name in data:
        if name.startswith(f"{path}."):
            number = name[len(path) + 1 :].split(".", 1)[0]
            if number.isdigit():
                yield int(number)
