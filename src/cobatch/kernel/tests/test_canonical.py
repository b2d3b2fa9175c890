import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from cobatch.kernel.canonical import canonical, digest, plain
from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity
from cobatch.kernel.sides import Side

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcé€😀", max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


class Line(BaseModel):
    due: datetime
    price: Money
    share: Decimal = Decimal("1.50")


@given(JSON)
def test_canonical_text_read_back_gives_the_same_bytes(value) -> None:
    once = canonical(value)
    assert canonical(json.loads(once)) == once


@given(st.dictionaries(st.text("abc", max_size=3), st.integers(0, 9), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert digest(dict(reversed(value.items()))) == digest(value)


def test_everything_we_use_has_its_one_form() -> None:
    told = {
        "id": UUID("01890a5d-ac96-774b-bcce-b302099a8057"),
        "at": datetime(2026, 11, 24, 17, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        "on": date(2026, 11, 24),
        "side": Side.CMO,
        "price": Money(Decimal("89817.0000"), "USD"),
        "quantity": Quantity(Decimal("4.4E+4"), "H87"),
        "share": Decimal("0.50"),
        "rows": (1, None, True),
    }
    assert canonical(told) == (
        b'{"at":"2026-11-24T11:30:00.000Z","id":"01890a5d-ac96-774b-bcce-b302099a8057","on":"2026-11-24",'
        b'"price":{"amount":"89817.00","currency":"USD"},"quantity":{"unit":"H87","value":"44000"},'
        b'"rows":[1,null,true],"share":"0.5","side":"cmo"}'
    )


def test_a_known_digest_stays() -> None:
    assert digest({"b": 1, "a": "€"}) == "2c6fbbec1f6bfa5ea5d93187c7f6960ae2fbc3f05c442ebb923b9a6777b85c76"


def test_a_model_hashes_like_the_record_read_back_from_the_database() -> None:
    at = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
    model = Line(due=at, price=Money(Decimal("1.5"), "USD"))
    stored = {"due": at, "price": Money(Decimal("1.5000"), "USD"), "share": Decimal("1.500000")}
    assert digest(model) == digest(stored)
    assert plain(model)["due"] == "2026-11-24T11:30:00.000Z"


def test_an_accent_has_one_form() -> None:
    assert digest({"cafe\u0301": "e\u0301"}) == digest({"caf\u00e9": "\u00e9"})


def test_two_keys_of_the_same_text_are_refused() -> None:
    with pytest.raises(ValueError, match="same text"):
        canonical({"e\u0301": 1, "\u00e9": 2})


@pytest.mark.parametrize("value", [1.0, {1, 2}, b"x", object(), timedelta(1), {1: "a"}])
def test_what_has_no_exact_form_is_refused(value) -> None:
    with pytest.raises(TypeError):
        canonical({"value": value})


@pytest.mark.parametrize("value", ["\ud800", datetime(2026, 1, 1), Decimal("NaN"), 2**53])  # noqa: DTZ001
def test_what_cannot_be_written_is_refused(value) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical([value])
