"""The API's page for people: plain HTML from the catalogue, since the pages here allow no foreign script."""

import inspect
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cobatch.api.acts import performed
from cobatch.api.build import endpoints
from cobatch.api.endpoints import Endpoint
from cobatch.api.examples import example_of, pair_of
from cobatch.api.naming import ROOT, act_path, operation_id
from cobatch.api.problems import KINDS
from cobatch.api.tokens import Bearer
from cobatch.touchpoints import records
from cobatch.touchpoints.declare import TouchPoint
from cobatch.touchpoints.flow import flow_of


@dataclass(frozen=True)
class Field:
    """One field of a payload, by its path."""

    path: str
    kind: str
    required: bool
    description: str


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Open where the catalogue is; else for people who are signed in, and for tokens."""
    if not (settings.PUBLIC_CATALOGUE or request.user.is_authenticated or Bearer()(request)):
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    context = {
        "root": ROOT,
        "steps": list(_steps()),
        "reads": [_read(endpoint) for endpoint in endpoints() if endpoint.method == "GET"],
        "problems": [
            {"code": kind.default_code, "status": kind.status, "words": kind.message()} for kind in KINDS
        ],
    }
    return render(request, "api/docs.html", context)


def _steps() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    by_step: dict[str, list[dict[str, Any]]] = {}
    for touchpoint in performed():
        by_step.setdefault(touchpoint.step, []).append(_act(touchpoint))
    yield from by_step.items()


def _read(endpoint: Endpoint) -> dict[str, Any]:
    return {"path": ROOT + endpoint.path, "doc": _(endpoint.doc), "query": endpoint.query}


def _act(touchpoint: TouchPoint) -> dict[str, Any]:
    return {
        "anchor": operation_id(touchpoint),
        "path": ROOT + act_path(touchpoint),
        "of": records.name_of(touchpoint.on).replace("_", " "),
        "title": touchpoint.title,
        "code": touchpoint.code,
        "catalogue": touchpoint.catalogue,
        "doc": inspect.cleandoc(touchpoint.doc),
        "side": touchpoint.by.label,
        "roles": [role.label for role in touchpoint.roles],
        "sign": touchpoint.sign.label if touchpoint.sign else None,
        "moves": [_move(move.record, move.sources, move.targets) for move in touchpoint.moves],
        "fields": list(fields(touchpoint.takes.model_json_schema())),
        "example": _curl(touchpoint),
    }


def _move(record: str, sources: frozenset[str], targets: frozenset[str]) -> dict[str, Any]:
    flow = flow_of(record)

    def words(states: frozenset[str]) -> list[Any]:
        if flow is None:
            return sorted(states)
        return [flow.states(state).label for state in flow.states.values if state in states]

    return {"record": record.replace("_", " "), "sources": words(sources - {""}), "targets": words(targets)}


def fields(schema: dict[str, Any], path: str = "", root: dict[str, Any] | None = None) -> Iterator[Field]:
    """Every field of a payload with its path, those of nested models and lists included."""
    whole = root or schema
    for name, field in schema.get("properties", {}).items():
        inner, shown = _resolved(field, whole), f"{path}{name}"
        words = field.get("description") or inner.get("description")
        yield Field(shown, _kind(inner), name in schema.get("required", ()), _(words) if words else "")
        if inner.get("type") == "array":
            yield from fields(_resolved(inner.get("items", {}), whole), f"{shown}[].", whole)
        elif pair_of(inner) is None:
            yield from fields(inner, f"{shown}.", whole)


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """The schema behind a reference; of a choice with null, what is not null."""
    if "$ref" in schema:
        found: dict[str, Any] = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
        return _resolved(found, root)
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    # A decimal may come as a number, too, but as a string it loses no digit.
    return _resolved(choices[-1], root) if choices else schema


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if pair := pair_of(schema):
        return "{" + ", ".join(pair) + "}"
    return str(schema.get("const") or schema.get("format") or schema.get("type") or "")


def _curl(touchpoint: TouchPoint) -> str:
    body = json.dumps(example_of(touchpoint), indent=2, ensure_ascii=False)
    return (
        f"curl -X POST $COBATCH{ROOT}{act_path(touchpoint, '$ID')} \\\n"
        '  -H "Authorization: Bearer $TOKEN" \\\n'
        f'  -H "Idempotency-Key: {operation_id(touchpoint)[:50]}-0001" \\\n'
        '  -H \'If-Match: "1"\' -H "Content-Type: application/json" \\\n'
        f"  -d '{body}'"
    )
