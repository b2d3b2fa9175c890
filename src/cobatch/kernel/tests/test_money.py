from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from cobatch.kernel.money import CurrencyMismatch, Money

AMOUNTS = st.decimals(-(10**12), 10**12, places=6)


class Quote(BaseModel):
    price: Money


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


@given(AMOUNTS, AMOUNTS)
def test_what_is_added_can_be_taken_away_again(a: Decimal, b: Decimal) -> None:
    assert Money(a, "USD") + Money(b, "USD") - Money(b, "USD") == Money(a, "USD")


@given(AMOUNTS, st.integers(-(10**6), 10**6))
def test_a_multiple_is_exact(amount: Decimal, factor: int) -> None:
    numerator, denominator = amount.as_integer_ratio()
    product = (factor * Money(amount, "EUR")).amount
    assert product.as_integer_ratio()[0] * denominator == numerator * factor * product.as_integer_ratio()[1]


@given(AMOUNTS, st.sampled_from(["USD", "INR", "JPY", "KWD"]))
def test_json_and_back_is_the_same_money(amount: Decimal, currency: str) -> None:
    quote = Quote(price=Money(amount, currency))
    assert Quote.model_validate_json(quote.model_dump_json()) == quote


def test_a_price_of_nineteen_digits_times_a_long_quantity_loses_nothing() -> None:
    assert (usd("1234567890123.123457") * Decimal("123456789012.654321")).amount == Decimal(
        "152415787532728255029710.306747507697"
    )


@pytest.mark.parametrize(
    ("amount", "currency", "printed"),
    [
        ("89817", "USD", "89817.00"),
        ("89817.0000", "USD", "89817.00"),
        ("0.0871", "USD", "0.0871"),
        ("4.4E+4", "JPY", "44000"),
        ("-0.00", "EUR", "0.00"),
        ("1.5", "KWD", "1.500"),
        ("1E-6", "USD", "0.000001"),
    ],
)
def test_amounts_print_plainly_and_equal_amounts_print_alike(
    amount: str, currency: str, printed: str
) -> None:
    assert Money(Decimal(amount), currency).as_json() == {"amount": printed, "currency": currency}


@pytest.mark.parametrize(("amount", "rounded"), [("0.125", "0.12"), ("0.135", "0.14"), ("-0.125", "-0.12")])
def test_rounding_goes_to_the_even_cent(amount: str, rounded: str) -> None:
    assert usd(amount).rounded() == usd(rounded)


def test_yen_have_no_cents() -> None:
    assert Money(Decimal("10.5"), "JPY").rounded() == Money(Decimal(10), "JPY")


@pytest.mark.parametrize(
    "act", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a >= b]
)
def test_currencies_do_not_mix(act) -> None:
    with pytest.raises(CurrencyMismatch):
        act(usd("1"), Money(Decimal(1), "EUR"))


def test_equal_amounts_of_two_currencies_are_not_equal() -> None:
    assert usd("1") != Money(Decimal(1), "EUR")
    assert len({usd("1"), usd("1.00"), Money(Decimal(1), "EUR")}) == 2


def test_order_and_zero() -> None:
    assert usd("-1") < Money.zero("USD") <= usd("0") < usd("0.01")
    assert usd("0.00").is_zero
    assert not usd("0.01").is_zero


@pytest.mark.parametrize("amount", [1.0, True, "1", None])
def test_only_exact_numbers_are_money(amount) -> None:
    with pytest.raises(TypeError):
        Money(amount, "USD")


@pytest.mark.parametrize("factor", [0.5, True])
def test_money_is_not_multiplied_by_a_float(factor) -> None:
    with pytest.raises(TypeError):
        usd("1") * factor


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_what_is_no_number_is_no_money(amount: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        usd(amount)


@pytest.mark.parametrize("currency", ["usd", "XXX", "DEM", ""])
def test_only_living_currencies_are_known(currency: str) -> None:
    with pytest.raises(ValueError, match="unknown currency"):
        Money(Decimal(1), currency)


@pytest.mark.parametrize(
    ("amount", "currency", "at"),
    [
        (1.5, "USD", "amount"),
        (True, "USD", "amount"),
        ("1e3", "USD", "amount"),
        ("١", "USD", "amount"),
        ("1.1234567", "USD", "amount"),
        ("12345678901234", "USD", "amount"),
        ("1", "ZZZ", "currency"),
        ("1", 840, "currency"),
    ],
)
def test_a_wrong_part_is_reported_at_its_own_place(amount, currency, at: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Quote.model_validate({"price": {"amount": amount, "currency": currency}})
    assert [error["loc"] for error in wrong.value.errors()] == [("price", at)]


@pytest.mark.parametrize(
    "price", ["89817.00 USD", 1, {"amount": "1"}, {"amount": "1", "currency": "USD", "vat": "0"}]
)
def test_money_is_an_object_of_both_parts_and_no_more(price) -> None:
    with pytest.raises(ValidationError):
        Quote.model_validate({"price": price})


def test_an_integer_is_exact_and_taken() -> None:
    assert Quote.model_validate_json('{"price":{"amount":3,"currency":"USD"}}').price == usd("3")


def test_the_schema_says_how_money_is_sent() -> None:
    for mode in ("validation", "serialization"):
        price = Quote.model_json_schema(mode=mode)["properties"]["price"]
        assert price["required"] == ["amount", "currency"]
        assert price["properties"]["amount"]["type"] == "string"
        assert price["properties"]["currency"]["pattern"] == "^[A-Z]{3}$"
        assert price["additionalProperties"] is False
