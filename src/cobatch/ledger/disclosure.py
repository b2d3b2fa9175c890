"""Salted disclosures (RFC 9901): the digest is signed, the body may be shown, withheld or erased."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes

from cobatch.kernel.canonical import canonical
from cobatch.ledger import base64url

JSON = str | int | bool | None | Sequence["JSON"] | Mapping[str, "JSON"]

SALT_BYTES = 16
PARTS = 3


class DisclosureError(ValueError):
    """This is not the body of a disclosure."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One named value: `body` is the text to hand over, `digest` the text that stands in the signed event."""

    name: str
    body: str
    digest: str


def disclose(name: str, value: JSON) -> Disclosure:
    """Salt the value anew, so that nobody can guess it from its digest."""
    body = base64url.encode(canonical([base64url.encode(token_bytes(SALT_BYTES)), name, value]))
    return Disclosure(name, body, digest_of(body))


def digest_of(body: str) -> str:
    return base64url.encode(sha256(body.encode("ascii")).digest())


def read(body: str) -> tuple[str, JSON]:
    """Name and value of a body; one that `disclose` could not have written is refused."""
    try:
        raw = base64url.decode(body)
        parts = json.loads(raw)
        if canonical(parts) != raw:
            raise DisclosureError("the body is not canonical JSON")
    except (ValueError, TypeError, RecursionError) as problem:
        raise DisclosureError(str(problem)) from problem
    if not isinstance(parts, list) or len(parts) != PARTS or not all(isinstance(p, str) for p in parts[:2]):
        raise DisclosureError("the body is not salt, name and value")
    salt, name, value = parts
    if len(_salt(salt)) != SALT_BYTES:
        raise DisclosureError("the salt has the wrong length")
    return name, value


def _salt(text: str) -> bytes:
    try:
        return base64url.decode(text)
    except ValueError as problem:
        raise DisclosureError("the salt is not base64url") from problem
