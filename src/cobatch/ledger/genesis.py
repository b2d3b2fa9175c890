"""The first event of a log: it binds the keys that may sign in it, and every bound key signs the binding."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cobatch.kernel.canonical import canonical
from cobatch.ledger import base64url
from cobatch.ledger.disclosure import JSON
from cobatch.ledger.keys import SigningKey, UnusableKeyError, check_public, key_id

TYPE: Final = "log.genesis/1"
ALGORITHM: Final = "Ed25519"
Bound = dict[tuple[str, bytes], bytes]
"""Public keys by issuer and key id."""


class GenesisError(ValueError):
    """The first event does not bind its keys as it should."""


def genesis_data(
    origin: str, holders: Sequence[tuple[str, str, SigningKey]], *, moved_clock: bool
) -> dict[str, JSON]:
    """Each holder is (part in the log, issuer, key); each key signs origin, clock and all keys."""
    bound = [
        {
            "as": part,
            "org": issuer,
            "alg": ALGORITHM,
            "kid": base64url.encode(key.kid),
            "public": base64url.encode(key.public),
        }
        for part, issuer, key in holders
    ]
    data: dict[str, Any] = {"clock": "moved" if moved_clock else "system", "keys": bound}
    message = _message(origin, data)
    proofs = [base64url.encode(key.private.sign(message)) for _, _, key in holders]
    return data | {"proofs": proofs}


def bound_keys(origin: str, data: Mapping[str, Any]) -> Bound:
    """The keys that the data binds, once each of them is shown to agree."""
    try:
        message = _message(origin, {"clock": data["clock"], "keys": data["keys"]})
        return dict(
            _proven(message, entry, proof) for entry, proof in zip(data["keys"], data["proofs"], strict=True)
        )
    except (AttributeError, KeyError, TypeError, ValueError, InvalidSignature) as problem:
        raise GenesisError(str(problem) or "a key does not agree to the binding") from problem


def _proven(message: bytes, entry: Mapping[str, str], proof: str) -> tuple[tuple[str, bytes], bytes]:
    public, kid = base64url.decode(entry["public"]), base64url.decode(entry["kid"])
    check_public(public)
    if entry["alg"] != ALGORITHM or kid != key_id(entry["org"], public):
        raise UnusableKeyError("algorithm or key id is not that of the key")
    Ed25519PublicKey.from_public_bytes(public).verify(base64url.decode(proof), message)
    return (entry["org"], kid), public


def _message(origin: str, data: Mapping[str, Any]) -> bytes:
    return b"cobatch log.genesis/1\n" + canonical({"log": origin, **data})
