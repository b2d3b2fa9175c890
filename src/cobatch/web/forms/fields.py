"""A payload model and its values as the fields that the component layer shows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cobatch.kernel.units import UNIT_NAMES
from cobatch.touchpoints.choices import options as options_of
from cobatch.web.forms.kinds import Kind, kind_of

Shown = dict[str, Any]
AUTOCOMPLETE = "off"


@dataclass(frozen=True)
class Setting:
    """Where a form stands: the record, who fills it in, and what is wrong with it."""

    record: Any
    actor: Any
    errors: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        """The currency that amounts begin with."""
        relationship = getattr(self.record, "relationship", None)
        known: str = (
            relationship.terms.currency if relationship is not None else self.actor.organisation.currency
        )
        return known


def fields_of(
    model: type[BaseModel], values: Mapping[str, Any], setting: Setting, prefix: str = ""
) -> list[Shown]:
    """All fields of a model, each with its value, its help and its errors. `prefix` ends with a dot."""
    return [
        _field(name, info, values.get(name, _default(info)), setting, prefix)
        for name, info in model.model_fields.items()
    ]


def errors_by_name(reasons: Iterable[Any]) -> dict[str, list[str]]:
    """Reasons that point at a field, by the field's name in the form (`lines.0.quantity`)."""
    found: dict[str, list[str]] = defaultdict(list)
    for reason in reasons:
        if reason.field:
            found[reason.field.strip("/").replace("/", ".")].append(str(reason.text))
    return found


def _default(info: FieldInfo) -> Any:
    value = info.get_default(call_default_factory=True, validated_data={})
    if value is None or info.is_required():
        return None
    return value.value if isinstance(value, Enum) else value


def _field(name: str, info: FieldInfo, value: Any, setting: Setting, prefix: str) -> Shown:
    kind, path = kind_of(info), prefix + name
    shown: Shown = {
        "kind": kind.name,
        "name": path,
        "label": label_of(name),
        "value": "" if value is None else value,
        "help": _(info.description) if info.description else "",
        "errors": _errors(path, kind, setting),
        "required": _is_needed(info, kind, value),
        "autocomplete": AUTOCOMPLETE,
    }
    return shown | _by_kind(kind, path, value, info, setting)


def _is_needed(info: FieldInfo, kind: Kind, value: Any) -> bool:
    """A box may stay unticked, a list may stay empty until it is sent, and a file that is kept need not come again."""
    if kind.many or kind.name == "checkbox" or (kind.name == "file" and value):
        return False
    return info.is_required()


def _by_kind(kind: Kind, path: str, value: Any, info: FieldInfo, setting: Setting) -> Shown:
    if kind.name == "rows" and kind.model:
        return _rows(kind.model, path, value or [], setting)
    if kind.name == "group" and kind.model:
        return {"fields": fields_of(kind.model, value or {}, setting, f"{path}.")}
    if kind.name in ("choice", "checkboxes"):
        return _choice(kind, value, setting, required=info.is_required())
    if kind.name == "money":
        money = value or {}
        currency = money.get("currency") or setting.currency
        return {"value": {"amount": money.get("amount", ""), "currency": currency}, "currency": currency}
    if kind.name == "quantity":
        return _quantity(value or {})
    if kind.name == "datetime" and value:
        return {"value": _local(value, setting)}
    if kind.many:
        return {"value": ", ".join(map(str, value or [])), "required": info.is_required()}
    return {}


def _local(value: Any, setting: Setting) -> str:
    """An instant as the browser's picker takes it: on the clock of the person's own site, without a zone."""
    try:
        instant = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    site = setting.actor.site
    local = instant.astimezone(ZoneInfo(site.zone)) if site and instant.tzinfo else instant
    return local.strftime("%Y-%m-%dT%H:%M")


def _quantity(value: Mapping[str, Any]) -> Shown:
    unit = value.get("unit") or "H87"
    words = str(UNIT_NAMES.get(unit, unit))
    return {"value": {"value": value.get("value", ""), "unit": unit}, "unit": unit, "unit_label": words}


def _choice(kind: Kind, value: Any, setting: Setting, *, required: bool) -> Shown:
    if kind.source:
        choices = options_of(kind.source, setting.record, setting.actor)
    else:
        choices = [(str(getattr(each, "value", each)), words_of(each)) for each in kind.options]
    if kind.name == "checkboxes":
        return {"options": choices, "value": [str(each) for each in value or []]}
    return {
        "options": choices,
        "value": str(value) if value is not None else "",
        "no_empty": bool(required and value),
    }


def _rows(model: type[BaseModel], path: str, rows: list[Any], setting: Setting) -> Shown:
    parts = [
        {
            "index": index,
            "fields": fields_of(model, row or {}, setting, f"{path}.{index}."),
            "errors": setting.errors.get(f"{path}.{index}", []),
            "removable": True,
        }
        for index, row in enumerate(rows)
    ]
    return {"parts": parts, "can_add": True}


def _errors(path: str, kind: Kind, setting: Setting) -> list[str]:
    """Errors of the field itself and, for a value of two inputs, of either."""
    inside = {"money": ("amount", "currency"), "quantity": ("value", "unit")}.get(kind.name, ())
    names = [path, *(f"{path}.{part}" for part in inside)]
    return [error for name in names for error in setting.errors.get(name, [])]


def label_of(name: str) -> str:
    """A field's name as a label: requested_date → Requested date."""
    return _(name.replace("_", " ").capitalize())


def words_of(choice: Any) -> str:
    """One choice in words."""
    label = getattr(choice, "label", None)
    return str(label) if label else _(str(getattr(choice, "value", choice)).replace("_", " ").capitalize())
