"""The catalogue of touch points, for machines and for people."""

import inspect
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_noop

from cobatch.api.answers import answer
from cobatch.api.endpoints import Endpoint
from cobatch.api.problems import Unauthenticated
from cobatch.api.tokens import may_read_catalogue
from cobatch.touchpoints.declare import TouchPoint, catalogue


def endpoints() -> Iterator[Endpoint]:
    """The catalogue itself; open where the settings say so."""
    yield Endpoint(
        "GET", "/touchpoints", touchpoints, "list_touchpoint", "Catalogue of touch points",
        gettext_noop("Everything that can be done, by whom, in which states, with which payload."),
        "catalogue", "Catalogue", (401, 405, 500), open=True,
    )  # fmt: skip


def touchpoints(request: HttpRequest) -> HttpResponse:
    """All touch points, in the order of the process."""
    if not may_read_catalogue(request):
        raise Unauthenticated
    return answer({"items": entries(get_language() or "en"), "next": None})


@cache
def entries(language: str) -> list[dict[str, Any]]:
    """Touch points do not change while the server runs; their words do with the reader's language."""
    return [entry(touchpoint) for touchpoint in catalogue().values()]


def entry(touchpoint: TouchPoint) -> dict[str, Any]:
    """One touch point. A move from nowhere (`from` is empty) makes the record."""
    return {
        "code": touchpoint.code,
        "catalogue": touchpoint.catalogue,
        "step": touchpoint.step,
        "side": str(touchpoint.by),
        "title": str(touchpoint.title),
        "doc": inspect.cleandoc(touchpoint.doc),
        "moves": [
            {"record": move.record, "from": sorted(move.sources - {""}), "to": sorted(move.targets)}
            for move in touchpoint.moves
        ],
        "sign": str(touchpoint.sign) if touchpoint.sign else None,
        "roles": [str(role) for role in touchpoint.roles],
        "payload": touchpoint.takes.model_json_schema(),
    }
