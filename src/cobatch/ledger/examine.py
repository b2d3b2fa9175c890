"""One event held against its own signed bytes: envelope, key, signature, content, disclosures."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from cobatch.kernel.canonical import canonical
from cobatch.ledger import base64url, cose, disclosure, genesis
from cobatch.ledger.append import VERSION
from cobatch.ledger.merkle import leaf_hash
from cobatch.ledger.models import Disclosure, Event

FIELDS: Final = {"v", "log", "id", "type", "org", "at", "seen", "refs", "data", "sd"}
Problem = tuple[str, str]


class Examiner:
    """Knows the log's name and, from its first event on, its keys; yields (code, detail) of what is wrong."""

    def __init__(self, origin: str, root_at: Callable[[int], bytes]) -> None:
        self.origin = origin
        self.root_at = root_at
        self.keys: genesis.Bound = {}

    def examine(self, event: Event, disclosures: Sequence[Disclosure]) -> Iterator[Problem]:
        envelope = bytes(event.envelope)
        if leaf_hash(envelope) != bytes(event.leaf):
            yield "leaf", ""
        try:
            signed = cose.peek(envelope)
            payload = _payload(signed.payload)
        except ValueError as problem:
            yield "envelope", str(problem)
            return
        if event.seq == 0:
            yield from self._bind(payload)
        yield from self._signature(envelope, signed)
        yield from self._content(event, signed, payload)
        yield from self._seen(event, payload)
        yield from _disclosed(payload["sd"], disclosures)

    def _bind(self, payload: dict[str, Any]) -> Iterator[Problem]:
        try:
            if payload["type"] != genesis.TYPE:
                raise genesis.GenesisError("the first event is another")
            self.keys = genesis.bound_keys(self.origin, payload["data"])
        except genesis.GenesisError as problem:
            yield "genesis", str(problem)

    def _signature(self, envelope: bytes, signed: cose.Signed) -> Iterator[Problem]:
        public = self.keys.get((signed.iss, signed.kid))
        if public is None:
            yield "key", f"{signed.iss} {signed.kid.hex()}"
            return
        try:
            cose.verify(envelope, public)
        except cose.SignatureError:
            yield "signature", ""

    def _content(self, event: Event, signed: cose.Signed, payload: dict[str, Any]) -> Iterator[Problem]:
        claims = {
            "v": VERSION,
            "log": self.origin,
            "id": str(event.event_uuid),
            "type": event.type,
            "org": signed.iss,
        }
        wrong = [name for name, value in claims.items() if payload[name] != value]
        if signed.sub != self.origin:
            wrong.append("sub")
        if wrong:
            yield "payload", ", ".join(wrong)

    def _seen(self, event: Event, payload: dict[str, Any]) -> Iterator[Problem]:
        match payload["seen"]:
            case {"size": int(size), "root": str(root)} if 0 <= size <= event.seq:
                if base64url.encode(self.root_at(size)) != root:
                    yield "seen", str(size)
            case other:
                yield "seen", str(other)


def _payload(raw: bytes) -> dict[str, Any]:
    """The object that was signed; one that is spelt in another way was not written here."""
    try:
        payload = json.loads(raw)
        if canonical(payload) != raw:
            raise ValueError("the payload is not canonical JSON")
    except (TypeError, RecursionError) as problem:
        raise ValueError(str(problem)) from problem
    if not isinstance(payload, dict) or set(payload) != FIELDS:
        raise ValueError("the payload has other fields")
    if not isinstance(payload["sd"], list) or not all(isinstance(digest, str) for digest in payload["sd"]):
        raise ValueError("the digests are not texts")
    return payload


def _disclosed(digests: Sequence[str], stored: Sequence[Disclosure]) -> Iterator[Problem]:
    """The n-th row belongs to the n-th digest; a row without body was erased and is as good as one with."""
    if [(row.n, row.digest) for row in stored] != list(enumerate(digests)) or list(digests) != sorted(
        digests
    ):
        yield "disclosures", ""
    for row in stored:
        if row.body is not None and not _fits(row, row.body):
            yield "disclosure", f"{row.n} ({row.group})"


def _fits(row: Disclosure, body: str) -> bool:
    try:
        return disclosure.digest_of(body) == row.digest and disclosure.read(body)[0] == row.group
    except ValueError:
        return False
