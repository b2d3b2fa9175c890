"""What comes with a request: its key, the version seen, the payload, the signature, the query."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cobatch.api.answers import JSON_TYPE
from cobatch.api.problems import Malformed, WrongMediaType
from cobatch.documents.signing import SignatureInput
from cobatch.kernel.refusals import BadPayload, NotYours, PreconditionMissing, Refusal
from cobatch.touchpoints.declare import TouchPoint
from cobatch.touchpoints.wording import reason_of

KEY = re.compile(r"[!-~]{8,64}")
# A compressing proxy makes a strong ETag weak on its way out, and clients send back what they got.
VERSION = re.compile(r'(?:W/)?"([0-9]{1,9})"')
SIGNATURE = "signature"
LIMIT, MOST = 50, 200


class SignatureGiven(BaseModel):
    """Both components of a signature at the moment of signing, bound to the record by its hash."""

    model_config = ConfigDict(extra="forbid")

    hash: str = Field(
        description="The hash from the challenge: what was shown is what is signed.", max_length=64
    )
    email: str = Field(
        description="E-mail address of the signer, who must be the token's person.", max_length=254
    )
    password: str = Field(description="The signer's password.", max_length=1000)
    code: str = Field(
        "", description="Six digits of the authenticator, if the signer has one.", max_length=12
    )


@dataclass(frozen=True)
class Window:
    """Which rows of a list are wanted."""

    relationship: UUID | None
    state: str
    after: UUID | None
    limit: int
    whose: str = "mine"


def preconditions(request: HttpRequest) -> tuple[str, int]:
    """The idempotency key and the version seen. Raises PreconditionMissing, naming each header that fails."""
    key = KEY.fullmatch(request.headers.get("Idempotency-Key", ""))
    version = VERSION.fullmatch(request.headers.get("If-Match", "").strip())
    if key and version:
        return key[0], int(version[1])
    reasons = []
    if not key:
        reasons.append(
            Refusal("key_missing", _("Send a header Idempotency-Key of 8 to 64 visible ASCII characters."))
        )
    if not version:
        reasons.append(
            Refusal("version_missing", _('Send a header If-Match with the version you have read, e.g. "3".'))
        )
    raise PreconditionMissing(reasons)


def record_id(text: str) -> UUID:
    """The id in an address; what is no id names no record."""
    try:
        return UUID(text)
    except ValueError:
        raise NotYours from None


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object sent; none is an empty one, for acts without a payload."""
    raw = request.body
    if not raw.strip():
        return {}
    if request.content_type != JSON_TYPE:
        raise WrongMediaType
    try:
        body = json.loads(raw.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(body, dict) or (b"\\u" in raw and not _storable(body)):
        raise Malformed
    return body


def signature_in(touchpoint: TouchPoint, body: dict[str, Any]) -> SignatureInput | None:
    """Take the signature out of the body of a signed touch point; what remains is the payload."""
    given = body.pop(SIGNATURE, None) if touchpoint.sign else None
    if given is None:
        return None
    try:
        return SignatureInput(**SignatureGiven.model_validate(given).model_dump())
    except ValidationError as error:
        wrong: list[Mapping[str, Any]] = [dict(each) for each in error.errors(include_url=False)]
        raise BadPayload(reason_of({**each, "loc": (SIGNATURE, *each["loc"])}) for each in wrong) from None


def window(request: HttpRequest, *known: str) -> Window:
    """The query of a list. Raises BadPayload for the unknown: a misspelt filter would show too much."""
    given = request.GET.dict()
    for name in given.keys() - {*known, "after", "limit"}:
        raise BadPayload(
            Refusal("query_unknown", _("“%(name)s” is not known in this query.") % {"name": name[:40]})
        )
    return Window(
        relationship=_id(given, "relationship"),
        state=given.get("state", ""),
        after=_id(given, "after"),
        limit=_limit(given.get("limit", str(LIMIT))),
        whose=_one_of(given, "whose", "mine", "theirs"),
    )


def _limit(text: str) -> int:
    if re.fullmatch("[0-9]{1,3}", text) and 1 <= int(text) <= MOST:
        return int(text)
    raise BadPayload(
        Refusal("query_invalid", _("The limit is a number from 1 to %(most)s.") % {"most": MOST})
    )


def _id(given: Mapping[str, Any], name: str) -> UUID | None:
    try:
        return UUID(given[name]) if given.get(name) else None
    except ValueError:
        raise _not_understood(name) from None


def _one_of(given: Mapping[str, Any], name: str, *allowed: str) -> str:
    value: str = given.get(name, allowed[0])
    if value not in allowed:
        raise _not_understood(name)
    return value


def _not_understood(name: str) -> BadPayload:
    return BadPayload(
        Refusal("query_invalid", _("“%(name)s” is not understood in this query.") % {"name": name})
    )


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _storable(value: Any) -> bool:
    """Escapes may bring what is no text: NUL, which the database refuses, and halves of surrogate pairs."""
    if isinstance(value, dict):
        return all(_storable(key) and _storable(each) for key, each in value.items())
    if isinstance(value, list):
        return all(_storable(each) for each in value)
    return not isinstance(value, str) or not any(
        char == "\0" or "\ud800" <= char <= "\udfff" for char in value
    )
