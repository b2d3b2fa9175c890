"""Which public keys are accepted, and who can open a wrapped private one."""

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from cobatch.ledger import keys

P, D = keys.PRIME, keys.D
MASTER = bytes(range(32))
NAME = "urn:uuid:0190a1b2-0000-7000-8000-000000000001"


def add(one, two):
    (x1, y1), (x2, y2) = one, two
    k = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + k, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, -1, P) % P


def point(y):
    """The point with this second coordinate, by the square root of RFC 8032 §5.1.3."""
    squared = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(squared, (P + 3) // 8, P)
    if x * x % P != squared:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert x * x % P == squared
    return x, y


def test_the_refused_points_are_exactly_the_eight_of_small_order():
    found = set()
    for y in keys.SMALL_ORDER:
        one = point(y)
        eight = one
        for _ in range(3):
            eight = add(eight, eight)
        assert eight == (0, 1)
        found |= {one, (-one[0] % P, y)}
    assert len(found) == 8


@pytest.mark.parametrize("y", sorted(keys.SMALL_ORDER))
@pytest.mark.parametrize("sign", [0, 1])
def test_small_order_is_refused(y, sign):
    with pytest.raises(keys.UnusableKeyError, match="small order"):
        keys.check_public((y | sign << 255).to_bytes(32, "little"))


@pytest.mark.parametrize("y", [P, P + 1, P + 3, 2**255 - 1])
def test_a_second_spelling_is_refused(y):
    with pytest.raises(keys.UnusableKeyError, match="canonical"):
        keys.check_public(y.to_bytes(32, "little"))


def test_a_point_off_the_curve_is_refused():
    with pytest.raises(keys.UnusableKeyError, match="curve"):
        keys.check_public((2).to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_another_length_is_refused(length):
    with pytest.raises(keys.UnusableKeyError, match="32 bytes"):
        keys.check_public(bytes([9]) * length)


@given(st.binary(min_size=32, max_size=32))
def test_generated_keys_are_accepted(seed):
    keys.check_public(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def test_a_wrapped_key_opens_to_the_same_key_and_does_not_show_it():
    key = keys.generate(NAME)
    wrapped = keys.wrap(MASTER, key, NAME)
    assert key.private.private_bytes_raw() not in wrapped
    opened = keys.unwrap(MASTER, wrapped, NAME, key.kid)
    assert (opened.kid, opened.public) == (key.kid, key.public)
    assert keys.wrap(MASTER, key, NAME) != wrapped


def test_another_master_key_holder_id_or_byte_opens_nothing():
    key = keys.generate(NAME)
    wrapped = keys.wrap(MASTER, key, NAME)
    attempts = [
        (bytes(32), wrapped, NAME, key.kid),
        (MASTER, wrapped, NAME + "x", key.kid),
        (MASTER, wrapped, NAME, bytes(4)),
        (MASTER, wrapped[:-1], NAME, key.kid),
        (MASTER, b"", NAME, key.kid),
        (MASTER, wrapped[:20] + bytes([wrapped[20] ^ 1]) + wrapped[21:], NAME, key.kid),
        (MASTER[:16], wrapped, NAME, key.kid),
    ]
    for attempt in attempts:
        with pytest.raises(keys.UnusableKeyError):
            keys.unwrap(*attempt)


def test_the_key_id_is_that_of_a_signed_note():
    """The example verifier key of the C2SP signed-note specification."""
    name, kid, typed = "PeterNeumann", "c74f20a3", "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    raw = b64decode(typed)
    assert raw[:1] == keys.ED25519_TYPE
    assert keys.key_id(name, raw[1:]) == bytes.fromhex(kid)
    keys.check_public(raw[1:])
