"""A file of orders from reading to confirming, without pages: what is shown, what is refused, what is done."""

from datetime import date

import pytest

from cobatch.exchange import drafts, mapping
from cobatch.exchange.confirming import confirm
from cobatch.exchange.declare import sheet_for
from cobatch.exchange.preview import preview
from cobatch.exchange.reading import read
from cobatch.exchange.tests.sheets import HEAD, csv_of, row, xlsx_of
from cobatch.kernel.canonical import digest
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints import records
from cobatch.touchpoints.models import Act
from tests.setups.orders import ready_to_order


@pytest.fixture(autouse=True)
def _ready(world):
    """What must be in force before one can order."""
    ready_to_order(world)


def previewed(world, content, chosen=None, by=None):
    sheet, actor = sheet_for("orders"), by or world.sponsor.actor(Role.BUYER)
    with as_organisation(actor.organisation_id):
        relationship, _possible = drafts.partner(sheet, world.relationship.pk, actor)
        grid = read("orders", content)
        assigned = chosen or mapping.begin(sheet, grid, actor.organisation_id, relationship.pk)
        return preview(sheet, grid, assigned, relationship, actor)


def problems(found):
    return {(each.cell, each.text) for plan in found.plans for each in plan.problems}


def cells(found):
    return {each.cell for plan in found.plans for each in plan.problems}


def confirmed(world, content):
    return confirm(previewed(world, content), world.sponsor.actor(Role.BUYER))


def orders(world):
    return sorted(world.rows(records.model_named("order")), key=lambda order: order.number)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_good_file_becomes_one_order_for_each_number(world, kind):
    rows = [row("PO-1"), row("PO-2", "12k"), row("PO-1", "44,000", UoM="EA", Price=None, Currency=None)]
    content = xlsx_of(*rows) if kind == "xlsx" else csv_of(*rows)

    results = confirmed(world, content)

    assert [(each.number, each.again, each.reasons) for each in results] == [
        ("PO-1", False, ()),
        ("PO-2", False, ()),
    ]
    first, second = orders(world)
    lines = sorted(
        world.rows(records.model_named("order_line")), key=lambda line: (line.order_id, line.position)
    )
    assert [(line.order_id, int(line.requested_value), line.unit) for line in lines] == [
        (first.pk, 22000, "H87"), (first.pk, 44000, "H87"), (second.pk, 12000, "H87"),
    ]  # fmt: skip
    assert (str(lines[0].price_amount.normalize()), lines[0].requested_date) == ("2.1", date(2027, 3, 25))
    assert {act.source for act in world.rows(Act, code="orders.issue")} == {"excel"}


def test_looking_at_a_file_leaves_nothing_behind(world):
    before = world.traces()
    assert not previewed(world, xlsx_of(row())).refused
    assert world.traces() == before


def test_the_same_file_twice_changes_nothing(world):
    content = xlsx_of(row("PO-1"), row("PO-2"))
    first = confirmed(world, content)
    before = world.traces()

    again = previewed(world, content)
    second = confirm(again, world.sponsor.actor(Role.BUYER))

    assert [plan.known for plan in again.plans] == [True, True]
    assert [each.again for each in second] == [True, True]
    assert [each.record_id for each in second] == [each.record_id for each in first]
    assert world.traces() == before


def test_the_same_orders_written_otherwise_are_the_same(world):
    confirmed(world, xlsx_of(row("PO-1")))
    found = previewed(
        world, csv_of(row("PO-1", "22 000", "25.03.2027", Price="2,1000", UoM="pcs"), separator="\t")
    )
    assert [plan.known for plan in found.plans] == [True]


def test_a_corrected_file_adds_only_what_is_new(world):
    confirmed(world, xlsx_of(row("PO-1")))

    results = confirmed(world, xlsx_of(row("PO-1"), row("PO-2", 44000)))

    assert [(each.number, each.again) for each in results] == [("PO-1", True), ("PO-2", False)]
    assert [order.number for order in orders(world)] == ["PO-1", "PO-2"]


def test_a_changed_order_under_a_known_number_is_refused_at_its_number(world):
    confirmed(world, xlsx_of(row("PO-1")))
    found = previewed(world, xlsx_of(row("PO-1", 44000)))
    assert problems(found) == {("A2", "You have an order with this number already.")}


WRONG = [
    ({"Market": "Atlantis"}, "B3"),
    ({"Market": "FR"}, "D3"),  # the item is not made for France
    ({"Ship to": None}, "C3"),
    ({"Material": "HR-999"}, "D3"),
    ({"Material": None}, "D3"),
    ({"quantity": "22.000"}, "E3"),
    ({"quantity": 22500}, "E3"),
    ({"quantity": -1000}, "E3"),
    ({"quantity": None}, "E3"),
    ({"quantity": "22 000 kg"}, "E3"),
    ({"quantity": "12k", "UoM": "thousands"}, "E3"),
    ({"quantity": "{=1/0}"}, "E3"),
    ({"UoM": "furlongs"}, "F3"),
    ({"day": "03/04/2027"}, "G3"),
    ({"day": None}, "G3"),
    ({"Price": "=4+1"}, "H3"),
    ({"Price": "{=1/0}"}, "H3"),
    ({"Price": "4.50 EUR"}, "H3"),
    ({"Currency": "Dollar"}, "I3"),
    ({"number": None}, "A3"),
    ({"number": "P" * 36}, "A3"),
]


def test_each_error_names_its_cell_and_nothing_is_done(world):
    before = world.traces()
    found = [
        previewed(world, xlsx_of(row("PO-1"), row(**({"number": "PO-2"} | changed))))
        for changed, _cell in WRONG
    ]

    named = [(changed, cells(each)) for (changed, _cell), each in zip(WRONG, found, strict=True)]
    assert named == [(changed, {cell}) for changed, cell in WRONG]
    for each in found:
        with pytest.raises(LookupError):
            confirm(each, world.sponsor.actor(Role.BUYER))
    assert world.traces() == before


def test_a_csv_file_names_row_and_column(world):
    found = previewed(world, csv_of(row(quantity="=11000*2", day="2027-03-25")))
    assert problems(found) == {("row 2, column E", "This is a formula: write its result.")}


def test_all_reasons_come_at_once(world):
    rows = [
        row("PO-1", 22500),
        row("PO-1", "abc"),
        row("PO-2", day="03/04/2027"),
        row("PO-3", Material="HR-999"),
    ]
    assert cells(previewed(world, xlsx_of(*rows))) == {"E2", "E3", "G4", "D5"}


def test_rows_of_one_order_agree_on_its_head(world):
    found = previewed(world, xlsx_of(row("PO-1"), row("PO-2"), row("PO-1", Market="DE")))
    assert cells(found) == {"B4"}


def test_what_the_file_lacks_may_be_said_once_for_all(world):
    head = ["PO", "Material", "Qty (k)", "Delivery date"]
    content = xlsx_of(["PO-1", "HR-101", 22, date(2027, 3, 25)], head=head)
    assert [each.text for each in previewed(world, content).problems] == [
        "Choose which column is “Market”.", "Choose which column is “Ship to”.",
    ]  # fmt: skip

    columns = {"number": "PO", "item": "Material", "quantity": "Qty (k)", "requested_date": "Delivery date"}
    found = previewed(world, content, mapping.Assignment(columns, {"market": "usa", "ship_to": "Harborview"}))

    assert not found.refused
    assert found.plans[0].payload["market"] == "US"
    assert found.plans[0].payload["lines"][0]["quantity"] == {"value": "22000", "unit": "H87"}


def test_a_value_for_all_that_is_not_understood_is_refused_once(world):
    chosen = mapping.Assignment({"number": "PO", "item": "Material", "quantity": "Qty", "requested_date": "Delivery date"},
                                {"market": "Atlantis", "ship_to": "Harborview"})  # fmt: skip
    found = previewed(world, xlsx_of(row(), row("PO-2")), chosen)
    assert ["Atlantis" in each.text for each in found.problems] == [True]


def test_too_many_orders_are_refused_in_words(world, monkeypatch):
    monkeypatch.setattr("cobatch.exchange.preview.MOST_ACTS", 1)
    [problem] = previewed(world, xlsx_of(row("PO-1"), row("PO-2"))).problems
    assert "at most 1" in problem.text


def test_a_file_without_rows_is_refused(world):
    assert "no rows" in previewed(world, csv_of()).problems[0].text


def test_another_role_reads_why_it_cannot(world):
    found = previewed(world, xlsx_of(row()), by=world.sponsor.actor(Role.RECEIVER))
    assert [text for _cell, text in problems(found)] == ["This needs the role Buyer or Supply planner."]


def test_the_key_of_an_act_is_its_content(world):
    one, other = (
        previewed(world, content).plans[0] for content in (xlsx_of(row()), xlsx_of(row(quantity=44000)))
    )
    assert one.key != other.key
    assert len(one.key) == len(digest(HEAD)) == 64
