from decimal import Decimal

import pytest
from django.db import models

from cobatch.kernel.columns import (
    MoneyColumns,
    QuantityColumns,
    currency,
    money_amount,
    quantity_value,
    unit,
    unit_price_amount,
)
from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity


class Row(models.Model):
    """Lives in memory only."""

    price_amount = money_amount(null=True)
    price_currency = currency(null=True)
    price = MoneyColumns("price_amount", "price_currency")
    weight_value = quantity_value(null=True)
    weight_unit = unit(null=True)
    weight = QuantityColumns("weight_value", "weight_unit")

    class Meta:
        app_label = "kernel_columns"
        managed = False


PRICE, WEIGHT = Money(Decimal("12.5"), "USD"), Quantity(Decimal("0.25"), "KGM")


def test_a_row_is_made_with_values_and_keeps_them_in_two_columns_each() -> None:
    row = Row(price=PRICE, weight=WEIGHT)
    assert (row.price_amount, row.price_currency) == (Decimal("12.5"), "USD")
    assert (row.weight_value, row.weight_unit) == (Decimal("0.25"), "KGM")
    assert (row.price, row.weight) == (PRICE, WEIGHT)


def test_no_value_is_two_empty_columns() -> None:
    row = Row(price=PRICE)
    row.price = None
    assert (row.price_amount, row.price_currency, row.price, row.weight) == (None, None, None, None)


@pytest.mark.parametrize("value", [3, Decimal(3), WEIGHT])
def test_a_bare_number_or_another_kind_is_refused(value) -> None:
    with pytest.raises(TypeError, match="Money or None"):
        Row(price=value)


def test_what_the_column_would_round_in_silence_is_refused() -> None:
    with pytest.raises(ValueError, match="keeps 4 decimals"):
        Row(price=Money(Decimal("0.12345"), "USD"))


def test_columns_are_as_wide_as_agreed() -> None:
    widths = [
        (field.max_digits, field.decimal_places)
        for field in (money_amount(), unit_price_amount(), quantity_value())
    ]
    assert widths == [(19, 4), (19, 6), (18, 6)]
    assert (currency().max_length, unit().max_length) == (3, 3)


def test_the_class_shows_the_descriptor() -> None:
    assert isinstance(Row.price, MoneyColumns)
