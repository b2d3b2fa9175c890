"""TP-06: the manufacturer quotes."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from cobatch.kernel import clock
from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.steps.prices.models import Quotation, QuotationRequest, QuotationState, QuotedPrice, RequestState
from cobatch.steps.prices.touchpoints.quote import asked_items
from cobatch.touchpoints.clocks import run_due
from cobatch.touchpoints.models import Waiting
from tests.setups import prices


def quote(world, request, by=None, **values):
    payload = {"items": [prices.quote_row(world.item)], "open_until": "2099-01-31"} | values
    return world.act(
        "prices.quote", request, payload, by or world.cmo.actor(Role.BUSINESS_DEVELOPMENT), version=1
    )


def test_a_quotation_answers_the_request_and_waits_for_the_sponsor(world):
    request = prices.requested(world)
    shares = {
        "conversion": "1.42",
        "components": "0.40",
        "packaging": "0.18",
        "testing": "0.08",
        "api_handling": "0.02",
    }
    rows = [prices.quote_row(world.item, "2.10", **shares, tier_at="hand_over", opening_volume="120000")]

    quotation = quote(world, request, items=rows).record_id

    assert world.read(QuotationRequest, request).state == RequestState.QUOTED
    assert world.read(Quotation, quotation).state == QuotationState.SUBMITTED
    assert not world.rows(Waiting, root_id=request, ended_at=None)
    [wait] = world.rows(Waiting, root_id=quotation, ended_at=None)
    assert (wait.code, wait.side) == ("prices.counter", "sponsor")
    [price] = world.rows(QuotedPrice, round__quotation_id=quotation)
    assert (price.price_amount, price.split["conversion"]) == (Decimal("2.10"), "1.42")
    assert (price.tier_at, price.opening_volume, str(price.year_start)) == ("hand_over", 120000, "2026-01-01")


def test_shares_that_do_not_make_the_price_are_no_payload(world):
    request = prices.requested(world)
    before = world.traces()

    with pytest.raises(BadPayload):
        quote(world, request, items=[prices.quote_row(world.item, "2.10", conversion="2.09")])

    assert world.traces() == before


def tier(volume, price, item="HR-101"):
    return {"item": item, "from_volume": volume, "price": price}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (
            {"items": [{"item": "CV-500", "price": "1", "conversion": "1", "lead_time_weeks": 1}]},
            "item_unknown",
        ),
        ({"tiers": [tier("400000", "2.10")]}, "tier_not_cheaper"),
        ({"tiers": [tier("700000", "2.05"), tier("400000", "2.02")]}, "tier_not_cheaper"),
        ({"tiers": [tier("400000", "2.02", "CV-500")]}, "tier_without_item"),
        ({"open_until": "2020-01-01"}, "open_until_passed"),
    ],
)
def test_a_refused_quotation_changes_nothing(world, values, code):
    request = prices.requested(world)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        quote(world, request, **values)

    assert code in [reason.code for reason in refused.value.reasons]
    assert world.traces() == before
    assert world.read(QuotationRequest, request).state == RequestState.SENT


def test_the_contract_year_begins_within_the_year_before_the_prices(world):
    request = prices.requested(world)

    for start in ("2024-12-30", "2026-01-02"):
        with pytest.raises(Refused) as refused:
            quote(world, request, items=[prices.quote_row(world.item, year_start=start)])
        assert refused.value.code == "year_start_wrong"


def test_whoever_is_not_the_manufacturers_business_development_quotes_nothing(world):
    request = prices.requested(world)
    before = world.traces()

    for somebody in (
        world.sponsor.actor(Role.CATEGORY_MANAGER),
        world.other_cmo.actor(Role.BUSINESS_DEVELOPMENT),
    ):
        with pytest.raises(NotYours):
            quote(world, request, somebody)
    with pytest.raises(Refused) as refused:
        quote(world, request, world.cmo.actor(Role.COMMERCIAL_HEAD))

    assert refused.value.code == "role_missing"
    assert world.traces() == before


def test_a_quotation_nobody_accepts_expires_when_its_last_day_is_over(world):
    with clock.hold_at(datetime(2026, 11, 10, 9, tzinfo=UTC)):
        quotation = prices.quoted(world, open_until="2026-11-20")

    run_due(datetime(2026, 11, 20, 18, 29, tzinfo=UTC))  # 23:59 in Pune
    assert world.read(Quotation, quotation).state == QuotationState.SUBMITTED
    run_due(datetime(2026, 11, 20, 18, 30, tzinfo=UTC))

    assert world.read(Quotation, quotation).state == QuotationState.EXPIRED
    assert not world.rows(Waiting, root_id=quotation, ended_at=None)


def test_the_form_begins_with_what_was_asked(world):
    request = prices.requested(world)

    with as_organisation(world.cmo.organisation.id):
        begun = asked_items(QuotationRequest.objects.get(pk=request), None)

    assert begun == {"items": [{"item": "HR-101"}]}
