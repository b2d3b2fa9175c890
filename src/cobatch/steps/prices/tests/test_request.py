"""TP-05: the sponsor asks for prices; the manufacturer may decline."""

import pytest

from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.steps.prices.models import QuotationRequest, RequestedItem, RequestState
from cobatch.touchpoints.models import Waiting
from tests.setups import prices


def test_a_request_waits_for_the_manufacturer_until_its_day(world):
    request = prices.requested(world)

    row = world.read(QuotationRequest, request)
    assert (row.state, row.currency, row.items_text) == (RequestState.SENT, "USD", "HR-101")
    assert row.number.startswith("RFQ-HR-")
    [item] = world.rows(RequestedItem, request_id=request)
    assert (item.item_id, item.annual_volume) == (world.item.pk, 600000)
    [wait] = world.rows(Waiting, root_id=request, ended_at=None)
    assert (wait.code, wait.side, str(wait.due.date())) == ("prices.quote", "cmo", "2099-01-01")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"items": [{"item": "CV-500", "annual_volume": "1"}]}, "item_unknown"),
        ({"items": [{"item": each, "annual_volume": "1"} for each in ("HR-101", "SF-9101")]}, "item_twice"),
        ({"due": "2020-01-01"}, "due_in_the_past"),
    ],
)
def test_a_refused_request_changes_nothing(world, values, code):
    before = world.traces()

    with pytest.raises(Refused) as refused:
        prices.requested(world, **values)

    assert refused.value.code == code
    assert world.traces() == before


def test_days_the_wrong_way_round_are_no_payload(world):
    with pytest.raises(BadPayload):
        prices.requested(world, valid_from="2027-02-01", valid_to="2027-01-31")


def test_whoever_is_not_the_sponsors_category_manager_asks_for_nothing(world):
    payload = {"items": [{"item": "HR-101", "annual_volume": "600000"}], **prices.CLOCKS}
    before = world.traces()

    for somebody in (
        world.cmo.actor(Role.BUSINESS_DEVELOPMENT),
        world.other_sponsor.actor(Role.CATEGORY_MANAGER),
    ):
        with pytest.raises(NotYours):
            world.act("prices.request_quotation", world.relationship, payload, somebody)
    with pytest.raises(Refused) as refused:
        world.act("prices.request_quotation", world.relationship, payload, world.sponsor.actor(Role.BUYER))

    assert refused.value.code == "role_missing"
    assert world.traces() == before


def test_the_manufacturer_declines_and_says_why(world):
    request = prices.requested(world)
    by = world.cmo.actor(Role.BUSINESS_DEVELOPMENT)

    world.act("prices.decline_to_quote", request, {"reason": "No lyophiliser is free."}, by, version=1)

    row = world.read(QuotationRequest, request)
    assert (row.state, row.decline_reason) == (RequestState.NO_BID, "No lyophiliser is free.")
    assert not world.rows(Waiting, root_id=request, ended_at=None)


def test_only_the_manufacturers_business_development_declines(world):
    request = prices.requested(world)
    before = world.traces()

    for somebody in (
        world.sponsor.actor(Role.CATEGORY_MANAGER),
        world.other_cmo.actor(Role.BUSINESS_DEVELOPMENT),
    ):
        with pytest.raises(NotYours):
            world.act("prices.decline_to_quote", request, {"reason": "No line is free."}, somebody, version=1)
    by = world.cmo.actor(Role.PLANNER)
    with pytest.raises(Refused) as refused:
        world.act("prices.decline_to_quote", request, {"reason": "No line is free."}, by, version=1)

    assert refused.value.code == "role_missing"
    assert world.traces() == before
