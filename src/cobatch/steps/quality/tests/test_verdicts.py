"""Whether a result is within its limits, and in which markets a Qualified Person certifies."""

from decimal import Decimal

import pytest

from cobatch.steps.quality.markets import EEA, needs_qualified_person
from cobatch.steps.quality.verdicts import is_within


@pytest.mark.parametrize(
    ("result", "decimals", "low", "high", "within"),
    [
        ("94.95", 1, "95.0", "105.0", True),  # a five is rounded up
        ("94.94", 1, "95.0", "105.0", False),
        ("105.04", 1, "95.0", "105.0", True),
        ("105.05", 1, "95.0", "105.0", False),
        ("0.25", 1, None, "0.2", False),  # half-even would have let it pass
        ("-0.25", 1, "-0.2", None, False),
        ("3", 0, None, "3", True),
        ("80", 0, "80", None, True),
        ("79.5", 0, "80", None, True),
        ("79.49", 0, "80", None, False),
    ],
)
def test_a_result_is_rounded_to_the_decimals_of_its_limits(result, decimals, low, high, within):
    limits = [None if each is None else Decimal(each) for each in (low, high)]

    assert is_within(Decimal(result), decimals, *limits) is within


def test_the_european_economic_area_has_thirty_countries():
    assert len(EEA) == 30
    assert [needs_qualified_person(market) for market in ("DE", "IE", "NO", "US", "GB", "CH")] == [
        True
    ] * 3 + [False] * 3
