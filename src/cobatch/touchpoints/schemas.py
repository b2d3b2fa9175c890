"""Payload schemas, kept by digest: an old act renders forever from the schema it was made with."""

import hashlib
import json
from functools import cache
from typing import Any

from cobatch.touchpoints.declare import catalogue, touchpoint_named
from cobatch.touchpoints.models import Schema


@cache
def schema_digest(code: str) -> str:
    """The digest under which the schema of this touch point's payload is kept."""
    return loose_digest(touchpoint_named(code).takes.model_json_schema())


def loose_digest(value: Any) -> str:
    """SHA-256 of JSON that may hold floats (schemas, payloads not checked yet), which canonical JSON refuses."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def keep_all() -> None:
    """Store the schema of every touch point that is not stored yet; part of every migration."""
    Schema.objects.bulk_create(
        [
            Schema(digest=schema_digest(code), code=code, schema=touchpoint.takes.model_json_schema())
            for code, touchpoint in catalogue().items()
        ],
        ignore_conflicts=True,
    )
