"""Automatic acts: what later steps do moves the lines of the order on; people never do these acts."""

from datetime import timedelta
from decimal import Decimal

import pytest

from cobatch.kernel import clock
from cobatch.kernel.refusals import ActError, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.actors import Actor
from cobatch.network.tenancy import as_organisation
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.touchpoints import records
from cobatch.touchpoints.clocks import run_due
from cobatch.touchpoints.declare import touchpoint_named
from cobatch.touchpoints.models import Act, Due, Transition
from tests.setups.schedules import order_confirmed

AUTOMATIC = ["orders.begin_production", "orders.get_ready", "orders.ship", "orders.receive", "orders.close"]


@pytest.fixture
def order(world):
    return order_confirmed(world, quantities=("22000", "44000"))


@pytest.fixture
def follow(world, order, monkeypatch):
    """`follow("orders.ship", 22000)`: the engine performs the act for the first line, as a clock would."""
    from cobatch.touchpoints import performing, writing  # noqa: PLC0415

    def act(code, quantity=0, line=0):
        touchpoint = touchpoint_named(code)
        named = {str(lines(world, order)[line].pk): str(quantity)}
        payload = {} if code == "orders.close" else {"lines": named}
        organisation = world.relationship.organisation_on(touchpoint.side)
        with as_organisation(organisation.pk):
            root = records.read(PurchaseOrder, order, lock=True)
            performance = performing.begin(
                touchpoint, root, payload, Actor(organisation, source="engine"), clock.now()
            )
            performance.key = f"{code}-{root.version}"
            performance.check_automatic()
            performing.carry_out(performance)
            return writing.write(performance)

    return act


def lines(world, order):
    return sorted(world.rows(OrderLine, order_id=order), key=lambda line: line.position)


def states(world, order):
    return [line.state for line in lines(world, order)]


def test_only_the_named_line_moves_through_production_release_and_shipment(world, order, follow):
    for code, state in (
        ("orders.begin_production", LineState.IN_PRODUCTION),
        ("orders.get_ready", LineState.READY_TO_SHIP),
        ("orders.ship", LineState.SHIPPED),
    ):
        follow(code, 10_000)
        assert states(world, order) == [state, LineState.CONFIRMED]

    moved = [(t.from_state, t.to_state) for t in world.rows(Transition, record_id=lines(world, order)[0].pk)]
    assert sorted(moved)[-1] == ("ready_to_ship", "shipped")
    assert len(moved) == 5


def test_a_line_is_complete_once_what_is_open_lies_within_the_tolerance(world, order, follow):
    for code in ("orders.begin_production", "orders.get_ready"):
        follow(code)
    follow("orders.ship", 10_000)
    follow("orders.receive", 10_000)
    assert states(world, order)[0] == LineState.RECEIVED

    follow("orders.ship", 10_900)  # 20 900 of 22 000 is 5 % less
    follow("orders.receive", 10_900)

    line = lines(world, order)[0]
    assert (line.state, line.shipped_value, line.received_value) == (
        LineState.COMPLETE, Decimal(20_900), Decimal(20_900),
    )  # fmt: skip


def test_goods_still_on_their_way_keep_a_line_open(world, order, follow):
    for code in ("orders.begin_production", "orders.get_ready"):
        follow(code)
    follow("orders.ship", 22_000)
    follow("orders.receive", 21_000)

    assert states(world, order)[0] == LineState.RECEIVED


def test_an_engine_act_has_no_person_and_its_side_is_the_companys(world, order, follow):
    act = follow("orders.begin_production")

    [row] = world.rows(Act, pk=act.pk)
    assert (row.person_id, row.source, row.organisation_id) == (None, "engine", world.cmo.organisation.pk)


def test_a_closed_order_is_never_changed_again(world, order, follow):
    follow("orders.close")
    version = world.read(PurchaseOrder, order).version
    before = world.traces()

    with pytest.raises(ActError) as error:
        world.act(
            "orders.resolve", order, {"decisions": [{"line": str(lines(world, order)[0].pk), "decision": "withdraw"}]},
            world.sponsor.actor(Role.BUYER), version=version,
        )  # fmt: skip

    assert error.value.code in {"wrong_state", "order_closed"}
    assert world.traces() == before


@pytest.mark.parametrize("code", AUTOMATIC[:4])
def test_in_the_wrong_state_even_the_engine_is_refused(world, follow, order, code):
    if code == "orders.begin_production":
        follow(code)
        follow(code, line=1)
    before = world.traces()

    with pytest.raises(Refused) as error:
        follow(code, 1)

    assert error.value.code == "wrong_state"
    assert world.traces() == before


@pytest.mark.parametrize("code", AUTOMATIC)
def test_no_person_of_either_side_does_what_is_the_engines(world, order, code):
    before = world.traces()

    for company in (world.sponsor, world.cmo, world.other_sponsor):
        with pytest.raises(NotYours):
            world.act(code, order, {}, company.actor(Role.ADMINISTRATOR), version=2)

    assert world.traces() == before


def test_a_clock_that_runs_out_too_late_does_no_harm(world, order):
    """The record has moved on: the clock is ticked off with the code of its refusal."""
    with as_organisation(world.sponsor.organisation.pk):
        Due.objects.create(
            relationship=world.relationship, sponsor_id=world.relationship.sponsor_id,
            cmo_id=world.relationship.cmo_id, organisation=world.sponsor.organisation,
            when=clock.now() - timedelta(minutes=1), code="orders.get_ready", root_type="order", root_id=order,
        )  # fmt: skip
    before = world.traces()

    assert run_due() >= 1

    [due] = world.rows(Due, root_id=order, code="orders.get_ready")
    assert due.outcome == "wrong_state"
    assert due.done_at is not None
    assert world.traces() == before
