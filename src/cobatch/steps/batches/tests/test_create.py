"""TP-20: the manufacturer creates a batch."""

import pytest

from cobatch.kernel import clock
from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import choose
from cobatch.steps.batches.guards import quality_agreement_stands
from cobatch.steps.batches.models import Batch, BatchMarket, BatchStage, BatchState, MarketState
from cobatch.steps.orders.models import OrderLine, PurchaseOrder
from cobatch.touchpoints import possible
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import touchpoint_named
from cobatch.touchpoints.models import Waiting
from cobatch.touchpoints.records import read
from tests.setups.batches import batch_created, new_batch, ready_to_make
from tests.setups.schedules import order_confirmed


@pytest.fixture
def order(world):
    return order_confirmed(world)


@pytest.fixture
def line(world, order):
    return world.rows(OrderLine, order_id=order)[0]


def create(world, order, payload, by=None):
    return world.act("batches.create", order, payload, by or world.cmo.actor(Role.PRODUCTION))


def test_a_batch_has_its_number_its_markets_and_its_route(world, order, line):
    batch = batch_created(world, order, line, markets=["US", "DE"], sponsor_lot="HR-L1")

    made = world.read(Batch, batch)
    assert (made.state, made.number, made.sponsor_lot) == (BatchState.CREATED, "SF26K0101", "HR-L1")
    assert str(made.theoretical) == "2000000 H87"
    markets = world.rows(BatchMarket, batch_id=batch)
    assert {each.market: each.state for each in markets} == {
        "DE": MarketState.AWAITING_CMO,
        "US": MarketState.AWAITING_CMO,
    }
    stages = sorted(world.rows(BatchStage, batch_id=batch), key=lambda stage: stage.position)
    assert [(each.name, each.bulk) for each in stages] == [
        ("Granulation", True),
        ("Coating", True),
        ("Packaging", False),
    ]
    [wait] = world.rows(Waiting, root_id=batch, ended_at=None)
    assert (wait.code, wait.side) == ("batches.start", "cmo")


def test_without_markets_it_is_meant_for_the_orders(world, order, line):
    batch = batch_created(world, order, line)

    assert [each.market for each in world.rows(BatchMarket, batch_id=batch)] == ["US"]


def test_the_form_begins_with_the_next_number_and_the_last_route(world, order, line):
    batch_created(world, order, line, number="SF26K0101")
    touchpoint = touchpoint_named("batches.create")

    begun = touchpoint.initial(_seen(world, order), world.cmo.actor(Role.PRODUCTION))

    assert begun["number"][-4:] == "0102"
    assert [stage["name"] for stage in begun["stages"]] == ["Granulation", "Coating", "Packaging"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"number": "sf26k0101"}, "lot_number_format"),
        ({"number": "SF26K0100"}, "lot_number_taken"),
        ({"line_cleared": False}, "line_not_cleared"),
        ({"markets": ["FR"]}, "market_not_covered"),
        ({"theoretical": {"value": "5", "unit": "KGM"}}, "wrong_unit"),
        ({"master_record": "00000000-0000-7000-8000-000000000000"}, "record_not_effective"),
        ({"line": "00000000-0000-7000-8000-000000000000"}, "line_not_confirmed"),
    ],
)
def test_a_refusal_says_why_and_nothing_happens(world, order, line, changed, code):
    batch_created(world, order, line, number="SF26K0100")
    payload = new_batch(world, line, "SF26K0101", ready_to_make(world)) | changed
    before = world.traces()

    with pytest.raises(Refused) as refused:
        create(world, order, payload)

    assert code in [reason.code for reason in refused.value.reasons]
    assert world.traces() == before
    assert len(world.rows(Batch)) == 1


@pytest.mark.parametrize(
    "stages",
    [
        [],
        [{"name": "Packaging", "bulk": False}],
        [{"name": "Coating"}, {"name": "Packaging", "bulk": False}, {"name": "Drying"}],
    ],
)
def test_a_route_goes_from_bulk_to_packaging(world, order, line, stages):
    payload = new_batch(world, line, "SF26K0101", ready_to_make(world)) | {"stages": stages}

    with pytest.raises(BadPayload):
        create(world, order, payload)


@pytest.mark.parametrize(
    "code", ["batches.create", "batches.start", "batches.report_stage", "batches.report_output"]
)
def test_nothing_is_made_without_a_quality_agreement(world, order, code):
    touchpoint, actor = touchpoint_named(code), world.cmo.actor(Role.PRODUCTION)

    def refusals(relationship):
        choose(world.cmo.organisation.id)
        act = Context(touchpoint, relationship, touchpoint.takes.model_construct(), actor, clock.now())
        return [refusal.code for refusal in quality_agreement_stands(act)]

    assert quality_agreement_stands in touchpoint.needs
    assert refusals(world.relationship) == []
    assert refusals(world.other_relationship) == ["no_quality_agreement"]


def test_the_button_says_why_nothing_can_be_made_yet(world):
    order = _seen(world, world.issue_order())

    acts = possible.acts_on(order, world.cmo.actor(Role.PRODUCTION))

    [button] = [each for each in acts if each.touchpoint.code == "batches.create"]
    assert [reason.code for reason in button.reasons] == ["nothing_to_make"]


def test_an_open_line_is_not_made(world):
    order = world.issue_order()
    line = world.rows(OrderLine, order_id=order)[0]

    with pytest.raises(Refused) as refused:
        create(world, order, new_batch(world, line, "SF26K0101", ready_to_make(world)))

    assert "nothing_to_make" in [reason.code for reason in refused.value.reasons]


def test_neither_the_sponsor_nor_a_stranger_nor_another_role(world, order, line):
    payload = new_batch(world, line, "SF26K0101", ready_to_make(world))
    before = world.traces()

    for somebody in (world.sponsor.actor(Role.BUYER), world.other_cmo.actor(Role.PRODUCTION)):
        with pytest.raises(NotYours):
            create(world, order, payload, by=somebody)
    with pytest.raises(Refused) as refused:
        create(world, order, payload, by=world.cmo.actor(Role.FINANCE))

    assert refused.value.code == "role_missing"
    assert world.traces() == before


def test_another_sponsor_of_the_same_manufacturer_sees_no_batch(world, order, line):
    batch_created(world, order, line)

    assert not world.rows(Batch, by=world.other_sponsor)
    assert not world.rows(BatchStage, by=world.other_sponsor)
    assert len(world.rows(Batch, by=world.cmo)) == 1


def _seen(world, order):
    choose(world.cmo.organisation.id)
    return read(PurchaseOrder, order)
