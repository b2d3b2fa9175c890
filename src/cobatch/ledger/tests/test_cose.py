"""Envelopes: only what this product writes is read, and any changed byte shows."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from cobatch.ledger import cbor, cose, keys

NAME = "urn:uuid:0190a1b2-0000-7000-8000-000000000001"
SEED = bytes(range(32))
PRIVATE = Ed25519PrivateKey.from_private_bytes(SEED)
KEY = keys.SigningKey(b"\x01\x02\x03\x04", PRIVATE)
HEADER = {1: -8, 3: cose.CONTENT_TYPE, 4: KEY.kid, 15: {1: NAME, 2: "cobatch/rel/1"}}
PAYLOAD = b'{"v":1}'
GOOD = cose.sign(PAYLOAD, KEY, NAME, "cobatch/rel/1")

VALUES = st.recursive(
    st.integers(-(2**64), 2**64 - 1)
    | st.binary(max_size=300)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.integers(-300, 70_000) | st.text("abc", max_size=3), inner, max_size=4)
    ),
    max_leaves=15,
)


def signed(header=None, *, protected=None, unprotected=None, payload=PAYLOAD, tag=18, parts=4, cut=64):
    """An envelope with a sound signature and one thing about it different."""
    protected = cbor.encode(HEADER | (header or {})) if protected is None else protected
    signature = PRIVATE.sign(cbor.encode(["Signature1", protected, b"", payload]))[:cut]
    return cbor.encode(cbor.Tagged(tag, [protected, unprotected or {}, payload, signature, b""][:parts]))


def test_a_signed_envelope_tells_who_signed_what():
    assert cose.verify(GOOD, KEY.public) == cose.Signed(PAYLOAD, KEY.kid, NAME, "cobatch/rel/1")
    assert cose.peek(GOOD) == cose.verify(signed(), KEY.public)


def test_the_bytes_are_those_of_the_standards():
    """Header, order and Sig_structure written out by hand from RFC 9052 §4.4 and RFC 9597."""
    header = (
        bytes.fromhex("a4 01 27 03 7822")
        + b"application/vnd.cobatch.event+json"
        + bytes.fromhex("04 44 01020304 0f a2 01 61 61 02 61 62")
    )
    structure = b"\x84\x6aSignature1\x58" + bytes([len(header)]) + header + b"\x40\x42{}"
    expected = (
        b"\xd2\x84\x58" + bytes([len(header)]) + header + b"\xa0\x42{}\x58\x40" + PRIVATE.sign(structure)
    )
    assert cose.sign(b"{}", KEY, "a", "b") == expected


def test_one_flipped_bit_in_any_byte_is_refused():
    for at in range(len(GOOD)):
        for bit in range(8):
            bad = bytearray(GOOD)
            bad[at] ^= 1 << bit
            with pytest.raises((cose.EnvelopeError, cose.SignatureError)):
                cose.verify(bytes(bad), KEY.public)


def test_every_truncation_and_trailing_byte_is_refused():
    for at in range(len(GOOD)):
        with pytest.raises(cose.EnvelopeError):
            cose.verify(GOOD[:at], KEY.public)
    with pytest.raises(cose.EnvelopeError):
        cose.verify(GOOD + b"\0", KEY.public)


def test_another_key_did_not_sign_it():
    with pytest.raises(cose.SignatureError):
        cose.verify(GOOD, Ed25519PrivateKey.generate().public_key().public_bytes_raw())


@pytest.mark.parametrize(
    "envelope",
    [
        signed({1: -7}),
        signed({3: "application/json"}),
        signed({4: b"\1\2\3"}),
        signed({4: "abcd"}),
        signed({15: {1: NAME}}),
        signed({15: {1: NAME, 2: "x", 6: 1}}),
        signed({15: {1: NAME, 2: b"x"}}),
        signed({15: [NAME, "x"]}),
        signed({99: 1}),
        signed(protected=cbor.encode({k: v for k, v in HEADER.items() if k != 4})),
        signed(protected=cbor.encode([1])),
        signed(protected=b""),
        signed(protected=b"\xbf" + cbor.encode(HEADER)[1:] + b"\xff"),
        signed(protected=cbor.encode(HEADER) + b"\0"),
        signed(unprotected={1: 1}),
        signed(tag=17),
        signed(parts=3),
        signed(parts=5),
        signed(cut=63),
        GOOD[1:],
        b"\xd8\x12" + GOOD[1:],
        b"",
    ],
)
def test_a_signed_envelope_of_another_form_is_refused(envelope):
    with pytest.raises(cose.EnvelopeError):
        cose.verify(envelope, KEY.public)


def test_the_limit_is_16_kib_on_both_sides():
    room = cose.MAX_BYTES - len(cose.sign(b"x" * 1000, KEY, NAME, "s")) + 1000
    assert len(cose.sign(b"x" * room, KEY, NAME, "s")) == cose.MAX_BYTES
    with pytest.raises(cose.EnvelopeError, match="16 KiB"):
        cose.sign(b"x" * (room + 1), KEY, NAME, "s")
    with pytest.raises(cose.EnvelopeError, match="16 KiB"):
        cose.peek(signed(payload=b"x" * cose.MAX_BYTES))


@given(VALUES)
def test_cbor_reads_back_what_it_wrote(value):
    raw = cbor.encode(value)
    assert cbor.decode(raw) == value
    assert cbor.encode(cbor.decode(raw)) == raw


@given(st.binary(max_size=60))
def test_whatever_cbor_accepts_has_only_this_spelling(raw):
    try:
        value = cbor.decode(raw)
    except cbor.EncodingError:
        return
    assert cbor.encode(value) == raw


@pytest.mark.parametrize(
    ("hexed", "why"),
    [
        ("1817", "shortest"),
        ("190017", "shortest"),
        ("1900ff", "shortest"),
        ("1a0000ffff", "shortest"),
        ("1b00000000ffffffff", "shortest"),
        ("5800", "shortest"),
        ("1c", "stated"),
        ("5f4100ff", "stated"),
        ("9fff", "stated"),
        ("bf6161016162ff", "stated"),
        ("a201000100", "order"),
        ("a202000100", "order"),
        ("a2616200616100", "order"),
        ("a1410000", "key"),
        ("a1800000", "key"),
        ("f5", "simple"),
        ("f97e00", "simple"),
        ("fb3ff0000000000000", "simple"),
        ("61ff", "UTF-8"),
        ("4201", "early"),
        ("9affffffff", "early"),
        ("18", "early"),
        ("", "early"),
        ("0000", "follow"),
        ("81" * 9 + "00", "deep"),
    ],
)
def test_cbor_that_is_not_deterministic_is_refused(hexed, why):
    with pytest.raises(cbor.EncodingError, match=why):
        cbor.decode(bytes.fromhex(hexed))


@pytest.mark.parametrize(
    ("value", "hexed"),
    [(0, "00"), (23, "17"), (24, "1818"), (255, "18ff"), (256, "190100"), (65536, "1a00010000"), (2**64 - 1, "1b" + "ff" * 8),
     (-1, "20"), (-500, "3901f3"), (-(2**64), "3b" + "ff" * 8), ("ü", "62c3bc"), ([1, [2, 3]], "8201820203"),
     ({"b": 1, 10: 2, -1: 3, "aa": 4}, "a40a022003616201" + "62616104")],
)  # fmt: skip
def test_cbor_examples_of_rfc_8949(value, hexed):
    assert cbor.encode(value) == bytes.fromhex(hexed)


def test_a_number_too_large_is_refused():
    with pytest.raises(cbor.EncodingError, match="64 bits"):
        cbor.encode(2**64)
