"""Serial shipping container codes against GS1's own example and against mistakes of a hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobatch.steps.shipments import sscc

GS1_EXAMPLE = "106141412345678908"  # GS1 General Specifications, SSCC

bodies = st.text(alphabet="0123456789", min_size=17, max_size=17)


def test_the_example_of_the_standard_is_valid():
    assert sscc.is_valid(GS1_EXAMPLE)
    assert sscc.check_digit(GS1_EXAMPLE[:-1]) == 8


@pytest.mark.parametrize(
    "code", ["", "10614141234567890", "106141412345678909", "10614141234567890X", "١٠٦١٤١٤١٢٣٤٥٦٧٨٩٠٨"]
)
def test_other_codes_are_not(code):
    assert not sscc.is_valid(code)


@given(bodies, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(body, place, step):
    code = f"{body}{sscc.check_digit(body)}"
    wrong = str((int(code[place]) + step) % 10)

    assert sscc.is_valid(code)
    assert not sscc.is_valid(code[:place] + wrong + code[place + 1 :])


@pytest.mark.parametrize(
    "text", [GS1_EXAMPLE, f"(00){GS1_EXAMPLE}", f"00{GS1_EXAMPLE}", "1 0614141 234567890 8"]
)
def test_a_code_is_read_as_it_is_printed_or_scanned(text):
    assert sscc.as_read(text) == GS1_EXAMPLE


@given(bodies.filter(lambda body: int(body) < 10**17 - 200), st.integers(1, 120))
def test_following_codes_are_valid_and_different(body, count):
    codes = sscc.following(f"{body}{sscc.check_digit(body)}", count)

    assert len(set(codes)) == count
    assert all(map(sscc.is_valid, codes))
    assert codes[0][:-1] == body
    assert int(codes[-1][:-1]) - int(codes[0][:-1]) == count - 1


def test_serial_numbers_that_run_out_are_said():
    last = "9" * 17
    with pytest.raises(ValueError, match="run out"):
        sscc.following(f"{last}{sscc.check_digit(last)}", 2)
