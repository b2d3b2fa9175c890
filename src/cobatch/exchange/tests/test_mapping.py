"""Which column is which: guessed, chosen, and what a heading says about its figures."""

import pytest

from cobatch.exchange import mapping
from cobatch.exchange.declare import sheet_for
from cobatch.exchange.reading import read
from cobatch.exchange.tests.sheets import HEAD, row, xlsx_of


def guessed(*head: str) -> dict[str, str]:
    return mapping.guess(sheet_for("orders"), list(head))


def test_the_usual_headings_are_known():
    assert guessed(*HEAD) == {
        "number": "PO", "market": "Market", "ship_to": "Ship to", "item": "Material", "quantity": "Qty",
        "quantity.unit": "UoM", "requested_date": "Delivery date", "price": "Price", "price.currency": "Currency",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("PO-No.", "number"), ("ORDER NO", "number"), ("Item", "item"), ("Quantity (packs)", "quantity"),
        ("Unit", "quantity.unit"), ("Requested date", "requested_date"), ("Ship-to", "ship_to"), ("requested_date", "requested_date"),
    ],
)  # fmt: skip
def test_spelling_does_not_matter(heading, field):
    assert guessed(heading) == {field: heading}


def test_a_heading_is_used_once_and_an_unknown_one_not_at_all():
    assert guessed("Qty", "Quantity", "Weather") == {"quantity": "Qty"}


def test_columns_without_or_with_the_same_heading_are_known_by_their_letter():
    grid = read("a.xlsx", xlsx_of(["1", "HR-101", "x", None], head=["PO", "PO", "", "Empty"]))
    assert mapping.headings(grid) == {"PO": 0, "PO [B]": 1, "[C]": 2, "Empty": 3}


def test_what_is_chosen_must_be_in_the_file():
    sheet, grid = sheet_for("orders"), read("a.xlsx", xlsx_of(row()))
    chosen = mapping.chosen(
        sheet,
        grid,
        {"column.number": "PO", "column.item": "Nowhere", "fixed.market": " US ", "fixed.number": "7"},
    )
    assert chosen.as_json() == {"columns": {"number": "PO"}, "fixed": {"market": "US"}}


@pytest.mark.parametrize(
    ("heading", "scale"),
    [("Qty (k)", 1000), ("Qty [Mio. packs]", 10**6), ("Qty (1,000)", 1000), ("Qty (packs)", 1), ("Qty", 1)],
)
def test_a_heading_may_count_in_thousands(heading, scale):
    assert mapping.scale_of(heading) == scale
