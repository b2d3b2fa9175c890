"""TP-10: the sponsor issues a purchase order."""

from decimal import Decimal

import pytest

from cobatch.kernel import clock
from cobatch.kernel.money import Money
from cobatch.kernel.refusals import ActError, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.models import Item
from cobatch.network.tenancy import as_organisation
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.touchpoints.models import Waiting
from cobatch.touchpoints.search import find
from tests.setups import agreements, prices
from tests.setups.orders import ready_to_order


def line(item="HR-101", quantity="22000", unit="H87", **values):
    return {
        "item": item, "quantity": {"value": quantity, "unit": unit}, "requested_date": "2027-03-25",
    } | values  # fmt: skip


def order(*lines, **values):
    return {
        "number": "4500000001", "market": "US", "ship_to": "Harborview, New Jersey", "lines": list(lines) or [line()],
    } | values  # fmt: skip


def issue(world, *lines, by=None, **values):
    actor = by or world.sponsor.actor(Role.BUYER)
    return world.act("orders.issue", world.relationship, order(*lines, **values), actor).record_id


@pytest.fixture
def ready(world):
    ready_to_order(world)


def test_every_line_waits_for_the_manufacturer_at_the_agreed_price(world, ready):
    pk = issue(world, line(), line(quantity="44000", item="SF-9101"))

    lines = sorted(world.rows(OrderLine, world.cmo, order_id=pk), key=lambda row: row.position)
    assert [(row.position, row.state) for row in lines] == [
        (10, LineState.AWAITING_CONFIRMATION),
        (20, LineState.AWAITING_CONFIRMATION),
    ]
    assert {row.price for row in lines} == {Money(Decimal("2.10"), "USD")}
    assert {row.item_id for row in lines} == {world.item.pk}
    [wait] = world.rows(Waiting, root_id=pk, ended_at=None)
    assert (wait.code, wait.side, wait.organisation_id) == (
        "orders.confirm",
        "cmo",
        world.cmo.organisation.pk,
    )
    assert wait.due > clock.now()


def test_the_order_takes_its_terms_from_the_relationship(world, ready):
    found = world.read(PurchaseOrder, issue(world))

    assert (found.currency, found.incoterm, found.incoterm_place) == ("USD", "FCA", "Pune")
    assert (found.version, found.number, found.market) == (1, "4500000001", "US")
    assert "HR-101" in found.subject()


def test_both_find_it_by_its_number_and_nobody_else(world, ready):
    pk = issue(world)

    for company, found in ((world.sponsor, [pk]), (world.cmo, [pk]), (world.other_sponsor, [])):
        with as_organisation(company.organisation.pk):
            assert [row.root_id for row in find("4500000001")] == found


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        ([line("XX-1")], [("item_unknown", "/lines/0/item")]),
        ([line(), line("CV-500")], [("item_unknown", "/lines/1/item")]),
        ([line(unit="KGM")], [("wrong_unit", "/lines/0/quantity")]),
        ([line(quantity="0")], [("quantity_not_positive", "/lines/0/quantity")]),
        ([line(quantity="-1000")], [("quantity_not_positive", "/lines/0/quantity")]),
        ([line(), line(quantity="1500")], [("not_a_multiple", "/lines/1/quantity")]),
        (
            [line(price={"amount": "2.11", "currency": "USD"})],
            [("not_the_agreed_price", "/lines/0/price")],
        ),
        (
            [line(price={"amount": "2.10", "currency": "EUR"})],
            [("not_the_agreed_price", "/lines/0/price")],
        ),
        ([line(requested_date="soon")], [("date_from_datetime_parsing", "/lines/0/requested_date")]),
    ],
)
def test_a_line_that_cannot_be_ordered_is_refused_where_it_stands(world, ready, given, reasons):
    before = world.traces()

    with pytest.raises(ActError) as error:
        issue(world, *given)

    assert [(each.code, each.field) for each in error.value.reasons] == reasons
    assert world.traces() == before
    assert not world.rows(PurchaseOrder)


def test_a_market_the_item_is_not_made_for(world, ready):
    with pytest.raises(Refused) as error:
        issue(world, market="FR")

    assert [(each.code, each.field) for each in error.value.reasons] == [
        ("market_not_covered", "/lines/0/item")
    ]


def test_an_order_number_is_used_once_by_a_sponsor(world, ready):
    issue(world)
    before = world.traces()

    with pytest.raises(Refused) as error:
        issue(world)

    assert [(each.code, each.field) for each in error.value.reasons] == [("order_number_taken", "/number")]
    assert world.traces() == before


def test_without_agreement_documents_and_price_every_reason_is_named_at_once(world):
    before = world.traces()

    with pytest.raises(Refused) as error:
        issue(world)

    assert sorted(each.code for each in error.value.reasons) == [
        "document_not_effective",
        "document_not_effective",
        "no_price_agreed",
        "no_quality_agreement",
    ]
    assert world.traces() == before


def test_an_inactive_item_is_no_longer_ordered(world, ready):
    with as_organisation(world.sponsor.organisation.pk):
        Item.objects.filter(pk=world.item.pk).update(active=False)

    with pytest.raises(Refused) as error:
        issue(world)

    assert error.value.code == "item_unknown"


@pytest.mark.parametrize(
    ("wrong", "at"),
    [({"number": ""}, "/number"), ({"market": "USA"}, "/market"), ({"lines": []}, "/lines"),
     ({"number": "4" * 36}, "/number"), ({"carrier": "x"}, "/carrier"), ({"number": "a\x00b"}, "")],
)  # fmt: skip
def test_what_is_not_understood_is_refused_field_by_field(world, wrong, at):
    before = world.traces()

    with pytest.raises(ActError) as error:
        world.act("orders.issue", world.relationship, order(**wrong), world.sponsor.actor(Role.BUYER))

    assert [each.field for each in error.value.reasons] == [at]
    assert error.value.status == 422
    assert world.traces() == before


def test_manufacturer_stranger_and_other_role(world, ready):
    before = world.traces()

    for somebody in (
        world.cmo.actor(Role.CUSTOMER_SERVICE),
        world.other_sponsor.actor(Role.BUYER),
        world.other_cmo.actor(Role.PLANNER),
    ):
        with pytest.raises(NotYours):
            issue(world, by=somebody)
    with pytest.raises(Refused) as refused:
        issue(world, by=world.sponsor.actor(Role.TREASURY))

    assert refused.value.code == "role_missing"
    assert world.traces() == before


def test_the_same_request_twice_is_one_order(world, ready):
    buyer = world.sponsor.actor(Role.BUYER)
    first = world.act("orders.issue", world.relationship, order(), buyer, key="one-key-of-ours")
    before = world.traces()

    again = world.act("orders.issue", world.relationship, order(), buyer, key="one-key-of-ours")
    with pytest.raises(Refused) as refused:
        world.act("orders.issue", world.relationship, order(number="2"), buyer, key="one-key-of-ours")

    assert (again.again, again.answer) == (True, first.answer)
    assert refused.value.code == "key_reused"
    assert world.traces() == before


def test_a_line_is_priced_by_the_volume_ordered_before_it(world):
    tiers = [{"item": "HR-101", "from_volume": "40000", "price": "1.95"}]
    prices.price_agreed(world, tiers=tiers)
    agreements.quality_agreement_in_force(world)
    agreements.documents_effective(world)

    pk = issue(world, line(quantity="44000"), line())

    rows = sorted(world.rows(OrderLine, order_id=pk), key=lambda row: row.position)
    assert [row.price for row in rows] == [Money(Decimal("2.10"), "USD"), Money(Decimal("1.95"), "USD")]
