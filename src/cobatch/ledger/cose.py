"""The envelope of an event: a COSE_Sign1 (RFC 9052) with CWT claims, as SCITT (RFC 9943) signs statements."""

from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cobatch.ledger import cbor
from cobatch.ledger.keys import KID_BYTES, SIGNATURE_BYTES, SigningKey

CONTENT_TYPE: Final = "application/vnd.cobatch.event+json"
MAX_BYTES: Final = 16 * 1024

SIGN1_TAG: Final = 18
ALGORITHM, TYPE, KID, CLAIMS = 1, 3, 4, 15
ISSUER, SUBJECT = 1, 2
EDDSA: Final = -8


class EnvelopeError(ValueError):
    """This is not an envelope that this product writes."""


class SignatureError(ValueError):
    """The signature does not belong to this envelope and key."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What an envelope says: the payload's bytes, and who signed them, with which key, about what."""

    payload: bytes
    kid: bytes
    iss: str
    sub: str


def sign(payload: bytes, key: SigningKey, iss: str, sub: str) -> bytes:
    protected = cbor.encode(
        {ALGORITHM: EDDSA, TYPE: CONTENT_TYPE, KID: key.kid, CLAIMS: {ISSUER: iss, SUBJECT: sub}}
    )
    signature = key.private.sign(_to_be_signed(protected, payload))
    envelope = cbor.encode(cbor.Tagged(SIGN1_TAG, [protected, {}, payload, signature]))
    if len(envelope) > MAX_BYTES:
        raise EnvelopeError("the envelope is longer than 16 KiB")
    return envelope


def peek(envelope: bytes) -> Signed:
    """What the envelope claims, before its signature is checked."""
    return _open(envelope)[0]


def verify(envelope: bytes, public_key: bytes) -> Signed:
    """What the envelope says, once it is shown to be signed by the 32-byte Ed25519 key."""
    signed, protected, signature = _open(envelope)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            signature, _to_be_signed(protected, signed.payload)
        )
    except InvalidSignature as problem:
        raise SignatureError("the signature does not fit the envelope") from problem
    return signed


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor.encode(["Signature1", protected, b"", payload])


def _open(envelope: bytes) -> tuple[Signed, bytes, bytes]:
    if len(envelope) > MAX_BYTES:
        raise EnvelopeError("the envelope is longer than 16 KiB")
    match _decoded(envelope):
        case cbor.Tagged(number, [bytes(protected), dict(unprotected), bytes(payload), bytes(signature)]):
            if number != SIGN1_TAG or unprotected:
                raise EnvelopeError("the tag is another, or the unprotected header is not empty")
        case _:
            raise EnvelopeError("this is not a COSE_Sign1")
    if len(signature) != SIGNATURE_BYTES:
        raise EnvelopeError("the signature has the wrong length")
    kid, iss, sub = _header(protected)
    return Signed(payload, kid, iss, sub), protected, signature


def _header(protected: bytes) -> tuple[bytes, str, str]:
    """The header has exactly four entries, each of one kind."""
    header = _decoded(protected)
    if not isinstance(header, dict) or set(header) != {ALGORITHM, TYPE, KID, CLAIMS}:
        raise EnvelopeError("the protected header has other entries")
    if (header[ALGORITHM], header[TYPE]) != (EDDSA, CONTENT_TYPE):
        raise EnvelopeError("the algorithm or the content type is another")
    match header[KID], header[CLAIMS]:
        case bytes() as kid, {1: str() as iss, 2: str() as sub, **rest} if not rest and len(kid) == KID_BYTES:
            return kid, iss, sub
    raise EnvelopeError("key id or claims are of the wrong form")


def _decoded(data: bytes) -> cbor.Value:
    try:
        return cbor.decode(data)
    except cbor.EncodingError as problem:
        raise EnvelopeError(str(problem)) from problem
