"""TP-07: both sides bargain in turns; every round is kept."""

from decimal import Decimal

import pytest

from cobatch.kernel.refusals import NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.steps.prices.models import Quotation, QuotationRound, QuotationState, QuotedPrice
from cobatch.steps.prices.touchpoints.bargain import offer_on_the_table
from cobatch.touchpoints.clocks import run_due
from cobatch.touchpoints.models import Due, Waiting
from tests.setups import prices

DAYS = {"valid_from": "2026-01-01", "valid_to": "2027-12-31"}


def counter(world, quotation, price, version, by, **values):
    payload = {"items": [{"item": "HR-101", "price": price}], "reason": "Volumes grow.", **DAYS} | values
    world.act("prices.counter", quotation, payload, by, version=version)


def test_the_price_of_2027_is_found_in_three_rounds(world):
    quotation = prices.quoted(world, price="1.36")
    buyer, seller = world.sponsor.actor(Role.CATEGORY_MANAGER), world.cmo.actor(Role.BUSINESS_DEVELOPMENT)

    counter(world, quotation, "1.30", 1, buyer)
    [wait] = world.rows(Waiting, root_id=quotation, ended_at=None)
    assert (wait.code, wait.side) == ("prices.counter", "cmo")
    counter(world, quotation, "1.33", 2, seller)
    [wait] = world.rows(Waiting, root_id=quotation, ended_at=None)
    assert (wait.code, wait.side) == ("prices.counter", "sponsor")

    row = world.read(Quotation, quotation)
    assert (row.state, row.newest_round, row.offered_by) == (QuotationState.COUNTERED, 3, "cmo")
    rounds = sorted(world.rows(QuotationRound, quotation_id=quotation), key=lambda each: each.number)
    assert [(each.number, each.by) for each in rounds] == [(1, "cmo"), (2, "sponsor"), (3, "cmo")]
    offers = sorted(world.rows(QuotedPrice, round__quotation_id=quotation), key=lambda each: each.pk)
    assert [offer.price_amount for offer in offers] == [Decimal("1.36"), Decimal("1.30"), Decimal("1.33")]


def test_all_that_is_not_countered_stays_as_offered(world):
    shares = {
        "lead_time_weeks": 14,
        "tier_at": "hand_over",
        "yield_target_percent": "97.0",
        "yield_credit_value": "5200",
    }
    quotation = prices.quoted(world, items=[prices.quote_row(world.item, "1.36", **shares)])

    counter(world, quotation, "1.30", 1, world.sponsor.actor(Role.CATEGORY_MANAGER))

    first, second = sorted(world.rows(QuotedPrice, round__quotation_id=quotation), key=lambda each: each.pk)
    kept = (
        "lead_time_weeks",
        "tier_at",
        "yield_target_percent",
        "yield_credit_amount",
        "annual_volume",
        "year_start",
    )
    assert [getattr(first, name) for name in kept] == [getattr(second, name) for name in kept]
    assert (first.split["conversion"], second.split) == ("1.36", {})


def test_nobody_counters_twice_in_a_row(world):
    quotation = prices.quoted(world)
    buyer = world.sponsor.actor(Role.CATEGORY_MANAGER)
    counter(world, quotation, "2.00", 1, buyer)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        counter(world, quotation, "1.90", 2, buyer)

    assert refused.value.code == "not_your_turn"
    assert world.traces() == before


def test_the_manufacturer_does_not_counter_its_own_quotation(world):
    quotation = prices.quoted(world)

    with pytest.raises(Refused) as refused:
        counter(world, quotation, "2.00", 1, world.cmo.actor(Role.BUSINESS_DEVELOPMENT))

    assert refused.value.code == "not_your_turn"


def test_a_counter_prices_what_was_offered_and_nothing_else(world):
    quotation = prices.quoted(world)
    buyer = world.sponsor.actor(Role.CATEGORY_MANAGER)
    before = world.traces()

    for values, code in (
        ({"items": [{"item": "CV-500", "price": "2"}]}, "item_unpriced"),
        ({"valid_from": "2025-12-31"}, "before_year"),
    ):
        with pytest.raises(Refused) as refused:
            counter(world, quotation, "2.00", 1, buyer, **values)
        assert code in [reason.code for reason in refused.value.reasons]
    assert world.traces() == before


def test_strangers_and_other_roles_counter_nothing(world):
    quotation = prices.quoted(world)
    before = world.traces()

    with pytest.raises(NotYours):
        counter(world, quotation, "2.00", 1, world.other_sponsor.actor(Role.CATEGORY_MANAGER))
    with pytest.raises(Refused) as refused:
        counter(world, quotation, "2.00", 1, world.sponsor.actor(Role.BUYER))

    assert refused.value.code == "role_missing"
    assert world.traces() == before


def test_the_form_begins_with_the_offer_on_the_table(world):
    tiers = [{"item": "HR-101", "from_volume": "400000", "price": "2.02"}]
    quotation = prices.quoted(world, tiers=tiers)

    with as_organisation(world.sponsor.organisation.id):
        begun = offer_on_the_table(Quotation.objects.get(pk=quotation), None)

    assert begun == {"items": [{"item": "HR-101", "price": "2.1"}], "tiers": tiers, **DAYS}


def test_a_withdrawn_quotation_is_at_its_end(world):
    prices.signers(world)
    quotation = prices.quoted(world)
    prices.approve(world, quotation)
    by = world.cmo.actor(Role.BUSINESS_DEVELOPMENT)

    world.act("prices.withdraw", quotation, {"reason": "Materials have become dearer."}, by, version=2)

    assert world.read(Quotation, quotation).state == QuotationState.WITHDRAWN
    assert not world.rows(Waiting, root_id=quotation, ended_at=None)
    assert not world.rows(Due, root_id=quotation, done_at=None)
    assert run_due() == 0


def test_the_sponsor_and_strangers_withdraw_nothing(world):
    quotation = prices.quoted(world)
    before = world.traces()

    for somebody in (
        world.sponsor.actor(Role.CATEGORY_MANAGER),
        world.other_cmo.actor(Role.BUSINESS_DEVELOPMENT),
    ):
        with pytest.raises(NotYours):
            world.act("prices.withdraw", quotation, {"reason": "Too dear."}, somebody, version=1)

    assert world.traces() == before
