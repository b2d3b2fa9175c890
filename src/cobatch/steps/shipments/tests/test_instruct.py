"""TP-35: the sponsor instructs released goods to leave."""

from datetime import timedelta

import pytest

from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.steps.batches.models import Batch
from cobatch.steps.shipments.models import Shipment, ShipmentLine, ShipmentState
from cobatch.steps.shipments.touchpoints.instruct import goods_that_may_leave
from cobatch.touchpoints.models import Found, Waiting
from tests.setups.shipments import dispatched, goods_produced, goods_released, instructed, instruction, packs


def refused(world, payload, by=None):
    before = world.traces()
    with pytest.raises(Refused) as refusal:
        world.act(
            "shipments.instruct", world.relationship, payload, by or world.sponsor.actor(Role.LOGISTICS)
        )
    assert world.traces() == before
    assert not world.rows(Shipment, state=ShipmentState.INSTRUCTED)
    return [reason.code for reason in refusal.value.reasons]


def test_released_goods_are_instructed_and_the_warehouse_is_waited_on(world):
    goods = goods_released(world)

    shipment = world.read(Shipment, instructed(world, goods))

    assert shipment.state == ShipmentState.INSTRUCTED
    assert shipment.number.startswith("SHP-HR-")
    assert (shipment.incoterm, shipment.ship_to) == ("FCA", "Harborview, New Jersey")
    [line] = world.rows(ShipmentLine, shipment_id=shipment.pk)
    assert (line.instructed_value, line.shipped_value) == (21850, 0)
    [wait] = world.rows(Waiting, root_id=shipment.pk, ended_at=None)
    assert (wait.code, wait.side) == ("shipments.dispatch", "cmo")
    assert world.rows(Found, text=shipment.number)


def test_the_form_begins_with_all_free_packs(world):
    goods = goods_released(world)

    [row] = goods_that_may_leave(world.read(type(world.relationship), world.relationship.pk), None)["lines"]
    assert (row["batch"], row["order_line"], row["quantity"]) == (
        str(goods.batch),
        str(goods.line),
        packs(21850),
    )

    instructed(world, goods)
    assert (
        goods_that_may_leave(world.read(type(world.relationship), world.relationship.pk), None)["lines"] == []
    )


def test_a_batch_that_is_not_released_may_not_leave(world):
    goods = goods_produced(world)
    codes = refused(world, instruction(world, goods))
    assert {"batch_not_released", "line_not_ready", "not_enough_stock"} <= set(codes)


def test_too_little_shelf_life_on_arrival_is_refused_in_numbers(world):
    goods = goods_released(world)
    batch = world.read(Batch, goods.batch)
    last = batch.first_mixing_on + (batch.expiry - batch.first_mixing_on) / 4
    payload = instruction(world, goods, expected_on=(last + timedelta(days=3)).isoformat())

    assert refused(world, payload) == ["too_little_shelf_life"]


def test_shelf_life_that_just_suffices_is_enough(world):
    goods = goods_released(world)
    batch = world.read(Batch, goods.batch)
    last = batch.first_mixing_on + (batch.expiry - batch.first_mixing_on) / 4
    assert instructed(world, goods, expected_on=(last - timedelta(days=1)).isoformat())


def test_more_than_is_there_is_refused(world):
    goods = goods_released(world)
    line = {"batch": str(goods.batch), "order_line": str(goods.line), "quantity": packs(21851)}
    assert refused(world, instruction(world, goods, lines=[line])) == ["not_enough_stock"]


def test_packs_are_instructed_once(world):
    goods = goods_released(world)
    first = instructed(world, goods)
    line = {"batch": str(goods.batch), "order_line": str(goods.line), "quantity": packs(1)}
    before = world.traces()

    with pytest.raises(Refused) as refusal:
        instructed(world, goods, lines=[line])

    assert refusal.value.code == "not_enough_stock"
    assert world.traces() == before
    assert [row.pk for row in world.rows(Shipment)] == [first]


def test_packs_that_left_are_gone(world):
    goods = goods_released(world)
    dispatched(world, goods)
    with pytest.raises(Refused) as refusal:
        instructed(world, goods)
    assert "not_enough_stock" in [reason.code for reason in refusal.value.reasons]


def test_a_batch_of_another_item_an_unknown_one_and_one_named_twice(world):
    goods = goods_released(world)
    line = {"batch": str(goods.batch), "order_line": str(goods.line), "quantity": packs(1000)}
    unknown = line | {"batch": str(goods.order)}
    assert refused(world, instruction(world, goods, lines=[line, line])) == ["named_twice"]
    assert refused(world, instruction(world, goods, lines=[unknown])) == ["batch_unknown"]
    assert refused(world, instruction(world, goods, lines=[line | {"quantity": packs(0)}])) == [
        "quantity_not_positive"
    ]
    wrong_unit = line | {"quantity": {"value": "1", "unit": "KGM"}}
    assert "wrong_unit" in refused(world, instruction(world, goods, lines=[wrong_unit]))


@pytest.mark.parametrize("days", [{"pickup_until": "2020-01-01"}, {"expected_on": "2020-01-01"}])
def test_days_out_of_order_are_not_understood(world, days):
    goods = goods_released(world)
    with pytest.raises(BadPayload):
        instructed(world, goods, **days)


def test_strangers_and_the_manufacturer_find_nothing_and_another_role_is_told(world):
    goods = goods_released(world)
    payload = instruction(world, goods)
    before = world.traces()

    for somebody in (world.cmo.actor(Role.WAREHOUSE), world.other_sponsor.actor(Role.LOGISTICS)):
        with pytest.raises(NotYours):
            world.act("shipments.instruct", world.relationship, payload, somebody)
    assert world.traces() == before
    assert refused(world, payload, world.sponsor.actor(Role.BUYER)) == ["role_missing"]
    shipment = instructed(world, goods)
    assert not world.rows(Shipment, by=world.other_sponsor, pk=shipment)
