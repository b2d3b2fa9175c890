from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from cobatch.kernel.quantity import UNIT_NAMES, Quantity, UnitMismatch

VALUES = st.decimals(-(10**11), 10**11, places=6)


class Pack(BaseModel):
    quantity: Quantity


@pytest.mark.parametrize(
    ("value", "printed"), [("4.4E+4", "44000"), ("44000.000000", "44000"), ("0.10", "0.1")]
)
def test_a_quantity_prints_as_a_plain_number(value: str, printed: str) -> None:
    assert Quantity(Decimal(value), "H87").as_json() == {"value": printed, "unit": "H87"}


@given(VALUES, VALUES)
def test_sums_do_not_depend_on_order(a: Decimal, b: Decimal) -> None:
    left, right = Quantity(a, "KGM"), Quantity(b, "KGM")
    assert left + right == right + left
    assert left - right == -(right - left)
    assert (left < right) == (a < b)


@given(VALUES)
def test_json_and_back_is_the_same_quantity(value: Decimal) -> None:
    pack = Pack(quantity=Quantity(value, "LTR"))
    assert Pack.model_validate_json(pack.model_dump_json()) == pack


def test_a_multiple_is_kept_to_six_decimals_half_even() -> None:
    assert (Quantity(Decimal(1), "KGM") * Decimal("0.0000025")).value == Decimal("0.000002")


def test_more_than_six_decimals_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 6 decimals"):
        Quantity(Decimal("0.1234567"), "KGM")


def test_units_do_not_mix() -> None:
    with pytest.raises(UnitMismatch):
        Quantity(Decimal(1), "KGM") + Quantity(Decimal(1), "GRM")
    with pytest.raises(UnitMismatch):
        assert Quantity(Decimal(1), "KGM") > Quantity(Decimal(1), "GRM")


def test_a_quantity_is_not_added_to_a_bare_number() -> None:
    with pytest.raises(TypeError):
        Quantity(Decimal(1), "KGM") + 1


@pytest.mark.parametrize("unit", ["kg", "PCS", ""])
def test_only_codes_of_the_recommendation_are_units(unit: str) -> None:
    with pytest.raises(ValidationError):
        Pack.model_validate({"quantity": {"value": "1", "unit": unit}})


def test_every_unit_has_its_own_name_and_fits_its_column() -> None:
    names = [str(name) for name in UNIT_NAMES.values()]
    assert len(set(names)) == len(names)
    assert {len(code) for code in UNIT_NAMES} <= {2, 3}
    assert {"KGM", "GRM", "MGM", "LTR", "MLT", "H87", "EA", "CEL", "HUR", "P1"} <= UNIT_NAMES.keys()
