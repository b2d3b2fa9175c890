"""What stands in the signed event tells nothing; the body fits its digest and nothing else does."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobatch.kernel.canonical import canonical
from cobatch.ledger import base64url, disclosure

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.from_regex("[a-z]{1,6}", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=12,
)


def body_of(value):
    return base64url.encode(canonical(value))


@given(VALUES)
def test_a_body_reads_back_and_is_what_was_signed(value):
    made = disclosure.disclose("commercial", value)
    name, found = disclosure.read(made.body)
    assert name == "commercial"
    assert canonical(found) == canonical(value)
    assert disclosure.digest_of(made.body) == made.digest


def test_the_digest_is_that_of_rfc_9901():
    """The example of §4.2.3 of the standard."""
    body = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert disclosure.digest_of(body) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


def test_the_same_value_twice_has_two_digests():
    assert disclosure.disclose("person", "Grace").digest != disclosure.disclose("person", "Grace").digest


def test_a_changed_body_has_another_digest():
    made = disclosure.disclose("quality", {"result": "passes"})
    swapped = made.body[:-1] + ("A" if made.body[-1] != "A" else "B")
    assert disclosure.digest_of(swapped) != made.digest
    assert made.digest == base64url.encode(sha256(made.body.encode()).digest())


@pytest.mark.parametrize(
    "body",
    [
        "",
        "!!!!",
        "é",
        body_of(["AAAAAAAAAAAAAAAAAAAAAA", "a", 1]) + "=",
        body_of(["AAAAAAAAAAAAAAAAAAAAAA", "a"]),
        body_of(["AAAAAAAAAAAAAAAAAAAAAA", "a", 1, 2]),
        body_of(["AAAA", "a", 1]),
        body_of(["AAAAAAAAAAAAAAAAAAAAA?", "a", 1]),
        body_of([1, "a", 1]),
        body_of(["AAAAAAAAAAAAAAAAAAAAAA", 7, 1]),
        body_of({"salt": "x"}),
        base64url.encode(b'["AAAAAAAAAAAAAAAAAAAAAA","a",1.5]'),
        base64url.encode(b'["AAAAAAAAAAAAAAAAAAAAAA","a",{"b":1,"b":2}]'),
        base64url.encode(b'["AAAAAAAAAAAAAAAAAAAAAA", "a",1]'),
        base64url.encode(b"[" * 5000),
        base64url.encode(b"\xff\xfe"),
    ],
)
def test_what_disclose_could_not_have_written_is_refused(body):
    with pytest.raises(disclosure.DisclosureError):
        disclosure.read(body)


@given(st.binary(max_size=40))
def test_base64url_has_one_spelling(value):
    text = base64url.encode(value)
    assert base64url.decode(text) == value
    for other in (text + "=", text + "\n", " " + text, text + "+"):
        with pytest.raises(ValueError, match=r"."):
            base64url.decode(other)


def test_unused_bits_must_be_zero():
    assert base64url.encode(b"\0") == "AA"
    with pytest.raises(ValueError, match="one spelling"):
        base64url.decode("AB")
