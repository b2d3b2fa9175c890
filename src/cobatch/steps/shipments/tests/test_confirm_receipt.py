"""TP-38: the sponsor counts what arrived."""

import pytest

from cobatch.kernel.refusals import NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.steps.orders.models import LineState, OrderLine
from cobatch.steps.shipments.models import HandlingUnit, Shipment, ShipmentState
from cobatch.stock.queries import balance, lot_of_batch
from cobatch.touchpoints.models import Waiting
from tests.setups.shipments import (
    dispatch,
    dispatched,
    goods_released,
    instructed,
    lines_of,
    new_sscc,
    packs,
    receipt,
    receive,
    shipped_and_received,
)  # fmt: skip


def refused(world, shipment, *good, by=None, **values):
    payload = receipt(world, shipment, *good, **values)
    before, state = world.traces(), world.read(Shipment, shipment).state
    with pytest.raises(Refused) as refusal:
        world.act("shipments.confirm_receipt", shipment, payload, by or world.sponsor.actor(Role.RECEIVER))
    assert world.traces() == before
    assert world.read(Shipment, shipment).state == state
    return [reason.code for reason in refusal.value.reasons]


def stock(world, batch, place, status):
    with as_organisation(world.sponsor.organisation.id):
        return balance(lot_of_batch(batch), place, status).value


def test_a_complete_receipt_ends_the_shipment_and_completes_the_line(world):
    goods = goods_released(world)
    shipment = shipped_and_received(world, goods)

    assert world.read(Shipment, shipment).state == ShipmentState.RECEIVED
    assert stock(world, goods.batch, "sponsor", "released") == 21850
    assert stock(world, goods.batch, "carrier", "in_transit") == 0
    line = world.read(OrderLine, goods.line)
    assert (line.state, line.received_value) == (LineState.COMPLETE, 21850)
    assert not world.rows(Waiting, root_id=shipment, ended_at=None)


def test_a_part_is_received_first_and_the_rest_later(world):
    goods = goods_released(world)
    shipment = dispatched(world, goods)

    receive(world, shipment, 20000)
    assert world.read(Shipment, shipment).state == ShipmentState.PARTLY_RECEIVED
    assert [wait.code for wait in world.rows(Waiting, root_id=shipment, ended_at=None)] == [
        "shipments.confirm_receipt"
    ]
    assert world.read(OrderLine, goods.line).received_value == 20000

    receive(world, shipment)
    assert world.read(Shipment, shipment).state == ShipmentState.RECEIVED
    assert world.read(OrderLine, goods.line).state == LineState.COMPLETE
    assert stock(world, goods.batch, "sponsor", "released") == 21850


def test_two_shipments_of_one_line_are_received_one_after_the_other(world):
    goods = goods_released(world)
    halves = [
        {"batch": str(goods.batch), "order_line": str(goods.line), "quantity": packs(each)}
        for each in (20000, 1850)
    ]
    shipments = [instructed(world, goods, lines=[half]) for half in halves]
    for shipment in shipments:
        dispatch(world, shipment)
    for shipment in shipments:
        receive(world, shipment)

    assert world.read(OrderLine, goods.line).state == LineState.COMPLETE


def test_damaged_packs_arrive_blocked(world):
    goods = goods_released(world)
    shipment = dispatched(world, goods)
    [line] = lines_of(world, shipment)
    row = {"line": str(line.pk), "good": packs(21800), "damaged": packs(50)}

    receive(world, shipment, lines=[row], seal_intact=False)

    assert stock(world, goods.batch, "sponsor", "blocked") == 50
    assert stock(world, goods.batch, "sponsor", "released") == 21800
    assert world.read(Shipment, shipment).state == ShipmentState.RECEIVED
    assert world.read(Shipment, shipment).seal_intact is False


def with_units(world, *sizes):
    goods = goods_released(world)
    shipment = instructed(world, goods)
    [line] = lines_of(world, shipment)
    codes = [new_sscc() for _size in sizes]
    rows = [
        {"line": str(line.pk), "sscc": code, "quantity": packs(size)}
        for code, size in zip(codes, sizes, strict=True)
    ]
    dispatch(world, shipment, units=rows)
    return goods, shipment, codes


def test_a_missing_unit_is_marked_and_a_final_receipt_keeps_the_difference(world):
    goods, shipment, codes = with_units(world, 21570, 280)

    receive(world, shipment, 21570, missing=[f"(00) {codes[1]}"], final=True)

    assert world.read(Shipment, shipment).state == ShipmentState.RECEIVED
    assert [unit.sscc for unit in world.rows(HandlingUnit, missing=True)] == [codes[1]]
    assert stock(world, goods.batch, "carrier", "in_transit") == 280
    assert world.read(OrderLine, goods.line).state == LineState.RECEIVED
    assert refused(world, shipment, 280) == ["wrong_state"]


def test_a_missing_unit_that_turns_up_is_missing_no_longer(world):
    _goods, shipment, codes = with_units(world, 21570, 280)
    receive(world, shipment, 21570, missing=[codes[1]])

    receive(world, shipment, 280)

    assert not world.rows(HandlingUnit, missing=True)
    assert world.read(Shipment, shipment).state == ShipmentState.RECEIVED


def test_only_what_was_shipped_can_arrive(world):
    _goods, shipment, codes = with_units(world, 21570, 280)
    assert refused(world, shipment, 21851) == ["more_than_shipped"]
    assert refused(world, shipment, 21850, missing=[codes[1]]) == ["more_than_shipped"]
    assert refused(world, shipment, -1) == ["quantity_not_positive"]
    assert refused(world, shipment, 21570, missing=[new_sscc()]) == ["sscc_unknown"]
    assert refused(world, shipment, 0) == ["nothing_received"]
    [line] = lines_of(world, shipment)
    twice = [{"line": str(line.pk), "good": packs(1)}] * 2
    assert refused(world, shipment, lines=twice) == ["line_unknown"]
    kilos = [{"line": str(line.pk), "good": {"value": "1", "unit": "KGM"}}]
    assert refused(world, shipment, lines=kilos) == ["wrong_unit"]


def test_what_never_arrives_ends_with_a_final_receipt_of_nothing(world):
    goods = goods_released(world)
    shipment = dispatched(world, goods)

    receive(world, shipment, 0, final=True)

    assert world.read(Shipment, shipment).state == ShipmentState.RECEIVED
    assert world.read(OrderLine, goods.line).received_value == 0


def test_the_manufacturer_and_strangers_find_nothing_and_another_role_is_told(world):
    shipment = dispatched(world, goods_released(world))
    payload = receipt(world, shipment)
    before = world.traces()

    for somebody in (world.cmo.actor(Role.WAREHOUSE), world.other_sponsor.actor(Role.RECEIVER)):
        with pytest.raises(NotYours):
            world.act("shipments.confirm_receipt", shipment, payload, somebody)
    assert world.traces() == before
    assert refused(world, shipment, by=world.sponsor.actor(Role.TREASURY)) == ["role_missing"]


def test_goods_that_were_not_handed_over_cannot_arrive(world):
    shipment = instructed(world, goods_released(world))
    assert refused(world, shipment, 1) == ["wrong_state"]
