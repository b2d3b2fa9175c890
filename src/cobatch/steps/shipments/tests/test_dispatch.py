"""TP-36: the manufacturer hands the goods over and announces them."""

from datetime import timedelta

import pytest

from cobatch.kernel import clock
from cobatch.kernel.refusals import NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.steps.orders.models import LineState, OrderLine
from cobatch.steps.shipments.models import HandlingUnit, Shipment, ShipmentLine, ShipmentState
from cobatch.steps.shipments.queries import risk_of
from cobatch.steps.shipments.sscc import following, is_valid
from cobatch.stock.queries import balance, lot_of_batch
from cobatch.touchpoints.models import Act, Found, Waiting
from tests.setups.shipments import (
    dispatch,
    dispatched,
    goods_released,
    instructed,
    lines_of,
    new_sscc,
    notice,
    packs,
)  # fmt: skip


def refused(world, shipment, by=None, **values):
    payload = notice(world, shipment, **values)
    before = world.traces()
    with pytest.raises(Refused) as refusal:
        world.act("shipments.dispatch", shipment, payload, by or world.cmo.actor(Role.WAREHOUSE), version=1)
    assert world.traces() == before
    assert world.read(Shipment, shipment).state == ShipmentState.INSTRUCTED
    assert not world.rows(HandlingUnit)
    return [reason.code for reason in refusal.value.reasons]


def units(world, shipment, *rows):
    """Rows of handling units of the only line: (packs, count), each with new SSCC."""
    [line] = lines_of(world, shipment)
    return [
        {"line": str(line.pk), "sscc": new_sscc(), "quantity": packs(each), "count": number}
        for each, number in rows
    ]


def stock(world, batch, place, status):
    with as_organisation(world.sponsor.organisation.id):
        return balance(lot_of_batch(batch), place, status).value


def test_goods_leave_stock_order_and_risk_follow(world):
    goods = goods_released(world)
    shipment = dispatched(world, goods)

    seen = world.read(Shipment, shipment)
    assert (seen.state, seen.seal) == (ShipmentState.SHIPPED, "SL-4471")
    assert stock(world, goods.batch, "cmo", "released") == 0
    assert stock(world, goods.batch, "carrier", "in_transit") == 21850
    line = world.read(OrderLine, goods.line)
    assert (line.state, line.shipped_value) == (LineState.SHIPPED, 21850)
    assert "sponsor bears the risk" in str(risk_of(seen))
    [wait] = world.rows(Waiting, root_id=shipment, ended_at=None)
    assert (wait.code, wait.side) == ("shipments.confirm_receipt", "sponsor")
    assert world.rows(Found, kind="waybill", root_id=shipment)


def test_the_orders_line_moved_by_an_automatic_act_with_its_cause(world):
    goods = goods_released(world)
    shipment = dispatched(world, goods)

    [act] = world.rows(Act, code="orders.ship", root_id=goods.order)
    assert (act.source, act.person_id) == ("engine", None)
    assert act.cause_id == world.rows(Act, code="shipments.dispatch", root_id=shipment)[0].pk


def test_eighty_three_units_are_written_from_two_rows(world):
    goods = goods_released(world, packed=22_100)  # 78 × 280 + 1 × 260, as 82 × 280 + 220 is made up of 23 180
    shipment = instructed(world, goods)
    rows = units(world, shipment, (280, 78), (260, 1))

    dispatch(world, shipment, units=rows)

    made = sorted(unit.sscc for unit in world.rows(HandlingUnit, shipment_id=shipment))
    assert len(made) == 79
    assert all(map(is_valid, made))
    assert set(following(rows[0]["sscc"], 78)) < set(made)
    assert sum(unit.packs_value for unit in world.rows(HandlingUnit, shipment_id=shipment)) == 22100


def test_a_part_may_be_picked_and_the_rest_is_free_again(world):
    goods = goods_released(world)
    shipment = instructed(world, goods)
    [line] = lines_of(world, shipment)
    dispatch(
        world, shipment, lines=[{"line": str(line.pk), "quantity": packs(20000)}],
        units=units(world, shipment, (20000, 1)),
    )  # fmt: skip

    assert world.read(ShipmentLine, line.pk).shipped_value == 20000
    rest = {"batch": str(goods.batch), "order_line": str(goods.line), "quantity": packs(1850)}
    dispatch(world, instructed(world, goods, lines=[rest]))
    assert world.read(OrderLine, goods.line).shipped_value == 21850


def test_units_hold_exactly_the_line(world):
    shipment = instructed(world, goods_released(world))
    assert refused(world, shipment, units=units(world, shipment, (280, 78))) == ["units_differ"]


def test_a_wrong_check_digit_is_refused_at_its_row(world):
    shipment = instructed(world, goods_released(world))
    rows = units(world, shipment, (21850, 1))
    rows[0]["sscc"] = rows[0]["sscc"][:-1] + str((int(rows[0]["sscc"][-1]) + 1) % 10)
    assert "sscc_invalid" in refused(world, shipment, units=rows)


def test_an_sscc_is_given_once(world):
    goods = goods_released(world)
    shipment = instructed(world, goods)
    rows = units(world, shipment, (10925, 1), (10925, 1))
    twice = [rows[0], rows[1] | {"sscc": rows[0]["sscc"]}]
    assert refused(world, shipment, units=twice) == ["sscc_used"]
    dispatch(world, shipment, units=rows)

    again = instructed(world, goods_released(world, number="SF26H0102"))
    [line] = lines_of(world, again)
    used = [{"line": str(line.pk), "sscc": rows[0]["sscc"], "quantity": packs(21850)}]
    with pytest.raises(Refused) as refusal:
        dispatch(world, again, units=used)
    assert refusal.value.code == "sscc_used"


def test_no_more_than_was_instructed(world):
    shipment = instructed(world, goods_released(world))
    [line] = lines_of(world, shipment)
    more = [{"line": str(line.pk), "quantity": packs(21851)}]
    codes = refused(world, shipment, lines=more, units=units(world, shipment, (21851, 1)))
    assert codes == ["more_than_instructed"]


def test_a_hand_over_to_come_is_refused(world):
    shipment = instructed(world, goods_released(world))
    tomorrow = clock.instant_text(clock.now() + timedelta(days=1))
    assert refused(world, shipment, handed_over_at=tomorrow) == ["not_yet"]


def test_lines_left_out_or_foreign_are_refused(world):
    one, other = goods_released(world), goods_released(world, number="SF26H0102")
    shipment = instructed(world, one, other)
    first, second = lines_of(world, shipment)
    rows = [{"line": str(first.pk), "quantity": packs(21850)}]
    unit = [{"line": str(first.pk), "sscc": new_sscc(), "quantity": packs(21850)}]
    assert refused(world, shipment, lines=rows, units=unit) == ["line_missing"]
    nothing = [{"line": str(each.pk), "quantity": packs(0)} for each in (first, second)]
    assert "nothing_shipped" in refused(world, shipment, lines=nothing, units=unit)
    foreign = [*rows, {"line": str(one.order), "quantity": packs(1)}]
    assert "line_unknown" in refused(world, shipment, lines=foreign, units=unit)


def test_the_sponsor_and_strangers_find_nothing_and_another_role_is_told(world):
    shipment = instructed(world, goods_released(world))
    payload = notice(world, shipment)
    before = world.traces()

    for somebody in (world.sponsor.actor(Role.LOGISTICS), world.other_cmo.actor(Role.WAREHOUSE)):
        with pytest.raises(NotYours):
            world.act("shipments.dispatch", shipment, payload, somebody, version=1)
    assert world.traces() == before
    assert refused(world, shipment, by=world.cmo.actor(Role.FINANCE)) == ["role_missing"]
