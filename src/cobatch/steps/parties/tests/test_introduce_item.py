"""The sponsor introduces an item by both companies' numbers."""

import pytest

from cobatch.kernel.refusals import ActError, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.models import Item
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints.search import find

CODE = "parties.introduce_item"
ITEM = {
    "sponsor_number": "HR-102", "cmo_number": "SF-9102", "gtin": "00312345678903", "name": "HR-102 40 mg tablets",
    "units_per_pack": 30, "order_multiple": "500", "batch": {"value": "1000000", "unit": "H87"},
    "shelf_life_months": 24, "expiry_basis": "first_mixing", "target_yield_percent": "98",
    "alert_low_percent": "96", "alert_high_percent": "101", "markets": ["US"],
}  # fmt: skip


@pytest.fixture
def introduce(world):
    def act(by=None, relationship=None, **values):
        actor = by or world.sponsor.actor(Role.SUPPLY_PLANNER)
        return world.act(CODE, relationship or world.relationship, ITEM | values, actor)

    return act


def test_both_companies_know_it_by_both_numbers(world, introduce):
    introduce()

    for company in (world.sponsor, world.cmo):
        [item] = world.rows(Item, company, sponsor_number="HR-102")
        assert (item.cmo_number, item.theoretical_batch.value) == ("SF-9102", 1_000_000)
        with as_organisation(company.organisation.pk):
            assert find("sf-9102")
    assert not world.rows(Item, world.other_sponsor, sponsor_number="HR-102")


def test_another_sponsor_may_use_the_same_number(world, introduce):
    introduce()
    introduce(by=world.other_sponsor.actor(Role.SUPPLY_PLANNER), relationship=world.other_relationship)

    assert len(world.rows(Item, world.cmo, sponsor_number="HR-102")) == 2


@pytest.mark.parametrize(
    ("wrong", "reasons"),
    [
        ({"sponsor_number": "HR-101"}, [("item_number_taken", "/sponsor_number")]),
        ({"cmo_number": "SF-9101"}, [("item_number_taken", "/cmo_number")]),
        ({"gtin": "123"}, [("string_pattern_mismatch", "/gtin")]),
        ({"shelf_life_months": 0}, [("greater_than_equal", "/shelf_life_months")]),
        ({"markets": []}, [("too_short", "/markets")]),
        ({"order_multiple": "0"}, [("greater_than", "/order_multiple")]),
    ],
)
def test_a_refused_item_leaves_nothing(world, introduce, wrong, reasons):
    before = world.traces()

    with pytest.raises(ActError) as error:
        introduce(**wrong)

    assert [(each.code, each.field) for each in error.value.reasons] == reasons
    assert world.traces() == before
    assert len(world.rows(Item)) == 1


def test_the_manufacturer_and_strangers_find_no_such_act(world, introduce):
    before = world.traces()

    for somebody in (world.cmo, world.other_sponsor, world.other_cmo):
        with pytest.raises(NotYours):
            introduce(by=somebody.actor(Role.ADMINISTRATOR))
    with pytest.raises(Refused) as refused:
        introduce(by=world.sponsor.actor(Role.LOGISTICS))

    assert refused.value.code == "role_missing"
    assert world.traces() == before
