"""Orders that do not go smoothly: one is split, one is rejected."""

from decimal import Decimal

from cobatch.kernel.roles import Role
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.orders.queries import derived_state
from cobatch.touchpoints.models import Act, Waiting
from tests.setups.schedules import lines_to_plan, schedule_accepted


def lines(world, order):
    rows = world.rows(OrderLine, order_id=order)
    return sorted(rows, key=lambda line: (line.position, line.portion))


def state_of(world, order):
    return derived_state(line.state for line in lines(world, order))


def offer(line, quantity, day):
    return {
        "line": str(line.pk), "answer": "change", "quantity": {"value": quantity, "unit": "H87"},
        "promised_date": day, "reason": "plant",
    }  # fmt: skip


def confirm(world, order, *answers):
    version = world.read(PurchaseOrder, order).version
    service = world.cmo.actor(Role.CUSTOMER_SERVICE)
    world.act("orders.confirm", order, {"answers": list(answers)}, service, version=version)


def resolve(world, order, *decisions):
    version = world.read(PurchaseOrder, order).version
    buyer = world.sponsor.actor(Role.BUYER)
    world.act("orders.resolve", order, {"decisions": list(decisions)}, buyer, version=version)


def whose_turn(world, order):
    return [(wait.code, wait.side) for wait in world.rows(Waiting, root_id=order, ended_at=None)]


def test_an_order_is_split_into_two_deliveries(world):
    # Grace orders 66 000 packs of HR-101 for the end of March.
    order = world.issue_order(quantities=("66000",))
    [whole] = lines(world, order)

    # Tomas can make 44 000 by then and offers the rest three weeks later. It is one answer, one act.
    confirm(world, order, offer(whole, "44000", "2027-03-25"), offer(whole, "22000", "2027-04-16"))
    first, rest = lines(world, order)
    assert (first.label, rest.label) == ("10", "10/1")
    assert whose_turn(world, order) == [("orders.resolve", "sponsor")]

    # Grace takes the first part, and wants the second a week earlier.
    later = {"quantity": {"value": "22000", "unit": "H87"}, "requested_date": "2027-04-09"}
    resolve(
        world,
        order,
        {"line": str(first.pk), "decision": "accept"},
        {"line": str(rest.pk), "decision": "counter", **later},
    )
    assert state_of(world, order) == "partly_confirmed"
    assert whose_turn(world, order) == [("orders.confirm", "cmo")]

    # Tomas agrees; each part is now promised for its own day, and what was ordered first still stands there.
    confirm(world, order, {"line": str(rest.pk), "answer": "accept"})
    first, rest = lines(world, order)
    assert [(line.confirmed_value, str(line.confirmed_date)) for line in (first, rest)] == [
        (Decimal(44_000), "2027-03-25"),
        (Decimal(22_000), "2027-04-09"),
    ]
    assert (first.ordered_value, rest.ordered_value) == (Decimal(66_000), Decimal(0))
    assert state_of(world, order) == "confirmed"
    assert whose_turn(world, order) == []

    # Four acts of four versions, and both parts can be planned.
    assert sorted(act.version for act in world.rows(Act, root_id=order)) == [1, 2, 3, 4]
    assert {line.pk for line in lines_to_plan(world)} >= {first.pk, rest.pk}
    schedule_accepted(world, order)
    assert all(line.planned_start for line in lines(world, order))


def test_a_rejected_line_is_asked_for_again_and_in_the_end_withdrawn(world):
    # Two lines; the manufacturer takes the first and rejects the second.
    order = world.issue_order(quantities=("22000", "44000"))
    first, second = lines(world, order)
    confirm(
        world,
        order,
        {"line": str(first.pk), "answer": "accept"},
        {"line": str(second.pk), "answer": "reject", "reason": "materials"},
    )
    assert state_of(world, order) == "partly_confirmed"

    # The sponsor asks for less; the answer is no again; the line is withdrawn.
    asked = {"quantity": {"value": "11000", "unit": "H87"}, "requested_date": "2027-05-03"}
    resolve(world, order, {"line": str(second.pk), "decision": "counter", **asked})
    confirm(world, order, {"line": str(second.pk), "answer": "reject", "reason": "materials"})
    resolve(world, order, {"line": str(second.pk), "decision": "withdraw"})

    first, second = lines(world, order)
    assert (first.state, second.state) == (LineState.CONFIRMED, LineState.CANCELLED)
    assert state_of(world, order) == "confirmed"
    assert second.pk not in {line.pk for line in lines_to_plan(world)}
    assert whose_turn(world, order) == []


def test_an_order_rejected_as_a_whole_ends_cancelled(world):
    order = world.issue_order()
    [line] = lines(world, order)

    confirm(world, order, {"line": str(line.pk), "answer": "reject", "reason": "people"})
    resolve(world, order, {"line": str(line.pk), "decision": "withdraw"})

    assert state_of(world, order) == "cancelled"
    assert whose_turn(world, order) == []
