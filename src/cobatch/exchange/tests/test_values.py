"""Numbers, units, currencies and countries: what is written is what is read, to the last digit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobatch.exchange.cells import Broken, Formula
from cobatch.exchange.values import Misread, amount, country, currency, text, unit

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=6).map(
    lambda number: number.normalize() + 0
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12k", "12000"),
        ("1,5 Mio", "1500000"),
        ("1.2M", "1200000"),
        ("1.250M", "1250000"),
        ("22 000", "22000"),
        ("22\u00a0000", "22000"),
        ("22\u202f000,5", "22000.5"),
        ("22,000", "22000"),
        ("22'000", "22000"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1,5", "1.5"),
        ("3 thousand", "3000"),
        ("-5", "-5"),
        (22000.0, "22000"),
        (0.1 + 0.2, "0.3"),
        (4.085, "4.085"),
        (22000, "22000"),
    ],
)
def test_a_number_is_read_as_people_write_it(written, expected):
    assert amount(written).value == Decimal(expected)
    assert amount(written).plain == expected


@pytest.mark.parametrize(
    "written",
    [
        "22.000", "1.500", "1,250k", "1,500 Mio", "2 20 00", "12,34,567", "abc", "", "1e5", "5 %", "$4.50", "12 12",
        "22000.", "--5", "1k k", True, 1e15, float("nan"), "1" * 41, Formula(), Broken(), None,
    ],
)  # fmt: skip
def test_what_is_no_number_or_could_be_two_is_refused(written):
    with pytest.raises(Misread):
        amount(written)


def test_an_ambiguous_number_names_both_readings():
    with pytest.raises(Misread, match=r"22 or 22000"):
        amount("22.000")


@pytest.mark.parametrize(
    ("written", "value", "code"),
    [
        ("22 000 packs", "22000", "H87"),
        ("12k EA", "12000", "EA"),
        ("5 H87", "5", "H87"),
        ("1,5 Mio pcs.", "1500000", "H87"),
    ],
)
def test_a_unit_may_stand_beside_the_number(written, value, code):
    read = amount(written)
    assert (read.plain, read.unit) == (value, code)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("packs", (1, "H87")), ("Pieces", (1, "H87")), ("EA", (1, "EA")), ("h87", (1, "H87")), ("k pcs", (1000, "H87")),
        ("thousands", (1000, "")), ("KGM", (1, "KGM")),
    ],
)  # fmt: skip
def test_units_are_known_by_code_and_by_word(written, expected):
    assert unit(written) == expected


def test_money_and_places():
    assert (amount("USD 4.50").plain, amount("USD 4.50").currency) == ("4.5", "USD")
    assert amount("4,50 €").currency == "EUR"
    assert currency("usd") == "USD"
    assert [country(each) for each in ("us", "Germany", "USA", "UK")] == ["US", "DE", "US", "GB"]
    for wrong in (lambda: currency("Dollar"), lambda: country("Atlantis"), lambda: unit("furlongs")):
        with pytest.raises(Misread):
            wrong()


def test_a_number_that_is_a_name_has_no_decimals():
    assert text(4500018231.0) == "4500018231"
    assert text(" PO-7 ") == "PO-7"


@given(NUMBERS)
def test_a_plain_number_is_read_as_it_was_written(number):
    written = f"{number:f}"
    whole, _, fraction = written.lstrip("-").partition(".")
    if len(fraction) == 3 and len(whole) <= 3 and whole != "0":
        with pytest.raises(Misread):
            amount(written)
    else:
        assert amount(written).value == number


@given(
    NUMBERS.filter(lambda number: number == number.to_integral()),
    st.sampled_from([" ", "\u00a0", "\u202f", "'", ","]),
)
def test_thousands_do_not_change_a_number(number, mark):
    assert amount(f"{int(number):,}".replace(",", mark)).value == number


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_spreadsheet_float_is_what_the_spreadsheet_shows(digits, places):
    shown = Decimal(digits).scaleb(-places)
    assert amount(float(shown)).value == shown


@given(NUMBERS, st.sampled_from(["k", "M", "Mio"]))
def test_a_scale_multiplies_exactly(number, scale):
    factor = {"k": 1000, "M": 10**6, "Mio": 10**6}[scale]
    assert amount(f"{number:f} {scale}").value == number * factor
