"""The API's description (OpenAPI 3.1), built from the catalogue; the same text for the same program."""

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_noop
from pydantic import BaseModel, create_model
from pydantic.json_schema import models_json_schema

from cobatch.api.answers import JSON_TYPE, answer
from cobatch.api.endpoints import Endpoint
from cobatch.api.incoming import LIMIT, MOST, SignatureGiven
from cobatch.api.naming import ROOT
from cobatch.api.problems import KINDS, PROBLEM_TYPE, Unauthenticated
from cobatch.api.schemas import SHAPES
from cobatch.api.tokens import may_read_catalogue
from cobatch.touchpoints.declare import TouchPoint, catalogue

TITLE = "Cobatch"
ABOUT = gettext_noop(
    "One shared record for a pharma sponsor and its contract manufacturers. Every act is one operation; "
    "whoever may press the button may call it, within the scopes of the token."
)
REF = "#/components/schemas/{model}"
FILE_NAME = "openapi.json"
_ID = {"type": "string", "format": "uuid"}
_FILE = {"type": "object", "properties": {"file": {"type": "string"}}, "required": ["file"]}
_UPLOAD = {"multipart/form-data": {"schema": _FILE}}
_QUERY_SCHEMAS: dict[str, dict[str, Any]] = {
    "relationship": _ID,
    "after": _ID,
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
    "whose": {"type": "string", "enum": ["mine", "theirs"], "default": "mine"},
}
_HEADERS = (
    ("Idempotency-Key", "A key of your own for this wish; sent again, it gets the same answer.",
     {"type": "string", "minLength": 8, "maxLength": 64}),
    ("If-Match", "The version of the record you have read, in quotes: \"3\".",
     {"type": "string", "pattern": '^"[0-9]+"$'}),
)  # fmt: skip


def document() -> dict[str, Any]:
    """The whole description as JSON."""
    from cobatch.api.build import api  # noqa: PLC0415 - the API is described while it is built

    with translation.override("en"):
        made = api().get_openapi_schema(path_prefix=f"{ROOT}/")
        described_api: dict[str, Any] = deepcopy(dict(made))
    described_api["jsonSchemaDialect"] = "https://json-schema.org/draft/2020-12/schema"
    described_api["components"]["schemas"] = dict(sorted(_schemas()[1].items()))
    described_api["components"]["responses"] = {str(status): each for status, each in _problems().items()}
    for operations in described_api["paths"].values():
        for operation in operations.values():
            operation["parameters"] = [
                each for each in operation["parameters"] if "schema" in each and "title" not in each["schema"]
            ]
    return json.loads(json.dumps(described_api))  # type: ignore[no-any-return]


def text() -> str:
    """The description as it is kept under docs/generated."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> Path:
    """Write the description into a folder; returns the file."""
    target = folder / FILE_NAME
    target.write_text(text(), encoding="utf-8")
    return target


def openapi(request: HttpRequest) -> HttpResponse:
    """The description, open to whoever may read the catalogue."""
    if not may_read_catalogue(request):
        raise Unauthenticated
    return answer(_kept())


@cache
def _kept() -> dict[str, Any]:
    return document()


def described(endpoint: Endpoint) -> dict[str, Any]:
    """What the framework cannot know of an operation."""
    touchpoint: TouchPoint | None = endpoint.extra.get("touchpoint")
    words: dict[str, Any] = {
        "parameters": list(_parameters(endpoint)),
        "responses": {
            200: {"description": "Done.", "content": _answer_content(endpoint)},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in sorted(endpoint.problems)},
        },
    }
    if endpoint.extra.get("upload"):
        words["requestBody"] = {"required": True, "content": _UPLOAD}
    if touchpoint is not None:
        words["requestBody"] = {
            "required": _needs_body(touchpoint),
            "content": _content(_schemas()[0][touchpoint.code]),
        }
        words["x-touchpoint"] = {
            "code": touchpoint.code,
            "catalogue": touchpoint.catalogue,
            "side": str(touchpoint.by),
            "roles": [str(role) for role in touchpoint.roles],
            "sign": str(touchpoint.sign) if touchpoint.sign else None,
        }
    return words


def _needs_body(touchpoint: TouchPoint) -> bool:
    return any(field.is_required() for field in touchpoint.takes.model_fields.values())


def _answer_content(endpoint: Endpoint) -> dict[str, Any]:
    if not endpoint.answers:
        return {"application/octet-stream": {}}
    return _content(REF.format(model=endpoint.answers))


def _content(reference: str) -> dict[str, Any]:
    return {JSON_TYPE: {"schema": {"$ref": reference}}}


def _parameters(endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    if endpoint.of:
        words = f"Id of the {endpoint.of.replace('_', ' ')}."
        yield {"in": "path", "name": "id", "required": True, "description": words, "schema": _ID}
    for name, about in endpoint.query:
        schema = _QUERY_SCHEMAS.get(name, {"type": "string"})
        if name == "state" and endpoint.extra.get("states"):
            schema = {"type": "string", "enum": list(endpoint.extra["states"])}
        yield {"in": "query", "name": name, "required": False, "description": about, "schema": schema}
    if endpoint.method == "POST" and "touchpoint" in endpoint.extra:
        for name, about, schema in _HEADERS:
            yield {"in": "header", "name": name, "required": True, "description": about, "schema": schema}


@cache
def _problems() -> dict[int, dict[str, Any]]:
    """One description per status, in the words of the errors themselves."""
    content = {PROBLEM_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}}
    with translation.override("en"):
        return {kind.status: {"description": kind.message(), "content": content} for kind in KINDS}


@cache
def _schemas() -> tuple[dict[str, str], dict[str, Any]]:
    """The reference of each payload by the touch point's code, and all schemas by name."""
    bodies = {
        code: body_model(touchpoint) for code, touchpoint in catalogue().items() if not touchpoint.automatic
    }
    inputs = [(model, "validation") for model in dict.fromkeys(bodies.values())]
    outputs = [(model, "serialization") for model in SHAPES]
    references, definitions = models_json_schema([*inputs, *outputs], ref_template=REF)  # type: ignore[list-item]
    by_code = {code: references[model, "validation"]["$ref"] for code, model in bodies.items()}
    return by_code, definitions["$defs"]


@cache
def _signed(payload: type[BaseModel]) -> type[BaseModel]:
    return create_model(
        f"{payload.__name__}Signed",
        __base__=payload,
        __doc__=payload.__doc__,
        signature=(SignatureGiven | None, None),
    )


def body_model(touchpoint: TouchPoint) -> type[BaseModel]:
    """What is sent: the payload, and beside its fields the signature where there is one."""
    return _signed(touchpoint.takes) if touchpoint.sign else touchpoint.takes
