"""What leaves the API: JSON in one way of writing, never kept by a cache."""

import json
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise

from cobatch.kernel.canonical import plain

JSON_TYPE = "application/json"


def answer(
    body: Any, *, status: int = 200, media_type: str = JSON_TYPE, version: int | None = None
) -> HttpResponse:
    """The body as JSON; with the record's version as its ETag, which the next act sends back in If-Match."""
    text = json.dumps(body, default=_written, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(text, status=status, content_type=media_type)
    response["Cache-Control"] = "no-store"
    if version is not None:
        response["ETag"] = f'"{version}"'
    return response


def _written(value: Any) -> Any:
    return str(value) if isinstance(value, Promise) else plain(value)
