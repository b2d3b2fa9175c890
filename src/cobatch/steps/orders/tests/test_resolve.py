"""TP-13: the sponsor resolves what the manufacturer proposed or rejected."""

import pytest

from cobatch.kernel.identity import new_id
from cobatch.kernel.refusals import ActError, NotYours, Refused, Stale
from cobatch.kernel.roles import Role
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.orders.queries import derived_state
from cobatch.touchpoints.models import Waiting


def lines(world, order):
    rows = world.rows(OrderLine, order_id=order)
    return sorted(rows, key=lambda line: (line.position, line.portion))


def offer(line, quantity="20000", day="2027-04-16"):
    return {
        "line": str(line.pk), "answer": "change", "quantity": {"value": quantity, "unit": "H87"},
        "promised_date": day, "reason": "materials",
    }  # fmt: skip


def answered(world, *quantities, answer=offer):
    order = world.issue_order(quantities=quantities or ("22000",))
    answers = [answer(line) for line in lines(world, order)]
    world.act(
        "orders.confirm", order, {"answers": answers}, world.cmo.actor(Role.CUSTOMER_SERVICE), version=1
    )
    return order


def reject(line):
    return {"line": str(line.pk), "answer": "reject", "reason": "plant"}


def decide(world, order, *decisions, by=None, version=2):
    actor = by or world.sponsor.actor(Role.BUYER)
    return world.act("orders.resolve", order, {"decisions": list(decisions)}, actor, version=version)


def decision(line, name="accept", quantity=None, day=None):
    counter = {"quantity": {"value": quantity, "unit": "H87"}, "requested_date": day} if quantity else {}
    return {"line": str(line.pk), "decision": name, **counter}


def test_an_accepted_offer_is_agreed_and_what_was_asked_stays(world):
    order = answered(world)
    [line] = lines(world, order)

    decide(world, order, decision(line))

    [line] = lines(world, order)
    assert (line.state, line.confirmed_value, str(line.confirmed_date)) == (
        LineState.CONFIRMED, 20000, "2027-04-16",
    )  # fmt: skip
    assert (line.requested_value, line.proposed_value, str(line.first_confirmed_date)) == (
        22000, None, "2027-04-16",
    )  # fmt: skip
    assert not world.rows(Waiting, root_id=order, ended_at=None)


def test_a_counter_goes_back_to_the_manufacturer(world):
    order = answered(world)
    [line] = lines(world, order)

    decide(world, order, decision(line, "counter", "21000", "2027-04-02"))

    [line] = lines(world, order)
    assert (line.state, line.requested_value, line.ordered_value, line.proposed_value) == (
        LineState.AWAITING_CONFIRMATION, 21000, 22000, None,
    )  # fmt: skip
    [wait] = world.rows(Waiting, root_id=order, ended_at=None)
    assert (wait.code, wait.side) == ("orders.confirm", "cmo")


def test_a_withdrawn_line_is_cancelled_and_an_order_without_lines_with_it(world):
    order = answered(world, answer=reject)
    [line] = lines(world, order)

    decide(world, order, decision(line, "withdraw"))

    assert derived_state(line.state for line in lines(world, order)) == "cancelled"


def test_one_line_now_and_the_other_later(world):
    order = answered(world, "22000", "44000")
    first, second = lines(world, order)

    decide(world, order, decision(first))
    [wait] = world.rows(Waiting, root_id=order, ended_at=None)
    assert wait.code == "orders.resolve"
    decide(world, order, decision(second, "withdraw"), version=3)

    assert [line.state for line in lines(world, order)] == [LineState.CONFIRMED, LineState.CANCELLED]
    assert derived_state(line.state for line in lines(world, order)) == "confirmed"


@pytest.mark.parametrize(
    ("answer", "wrong", "reasons"),
    [
        (reject, [("accept", None, None)], [("nothing_to_accept", "/decisions/0/decision")]),
        (offer, [("counter", "1500", "2027-04-01")], [("not_a_multiple", "/decisions/0/quantity")]),
        (offer, [("counter", "0", "2027-04-01")], [("quantity_not_positive", "/decisions/0/quantity")]),
        (offer, [("accept", None, None), ("withdraw", None, None)], [("line_not_open", "/decisions/1/line")]),
        (offer, [("counter", None, None)], [("value_error", "/decisions/0")]),
        (offer, [("perhaps", None, None)], [("enum", "/decisions/0/decision")]),
        (offer, [], [("too_short", "/decisions")]),
    ],
)
def test_a_decision_that_does_not_fit_changes_nothing(world, answer, wrong, reasons):
    order = answered(world, answer=answer)
    [line] = lines(world, order)
    before, was = world.traces(), line.state

    with pytest.raises(ActError) as error:
        decide(world, order, *(decision(line, *each) for each in wrong))

    assert [(each.code, each.field) for each in error.value.reasons] == reasons
    assert world.traces() == before
    assert [each.state for each in lines(world, order)] == [was]


def test_a_line_of_another_order_and_a_line_that_does_not_exist(world):
    order, other = answered(world), world.issue_order("4500000002")
    [strange] = lines(world, other)
    before = world.traces()

    for pk in (strange.pk, new_id()):
        with pytest.raises(Refused) as error:
            decide(world, order, {"line": str(pk), "decision": "withdraw"})
        assert error.value.code == "line_not_open"

    assert world.traces() == before


def test_before_an_answer_there_is_nothing_to_resolve(world):
    order = world.issue_order()
    [line] = lines(world, order)

    with pytest.raises(Refused) as error:
        decide(world, order, decision(line, "withdraw"), version=1)

    assert error.value.code == "wrong_state"


def test_who_may_not_and_who_saw_an_older_version(world):
    order = answered(world)
    [line] = lines(world, order)
    before = world.traces()

    for somebody in (
        world.cmo.actor(Role.CUSTOMER_SERVICE),
        world.other_sponsor.actor(Role.BUYER),
        world.other_cmo.actor(Role.PLANNER),
    ):
        with pytest.raises(NotYours):
            decide(world, order, decision(line), by=somebody)
    with pytest.raises(Refused) as error:
        decide(world, order, decision(line), by=world.sponsor.actor(Role.TREASURY))
    assert error.value.code == "role_missing"
    with pytest.raises(Stale) as stale:
        decide(world, order, decision(line), version=1)
    assert [change["code"] for change in stale.value.changed] == ["orders.confirm"]

    assert world.traces() == before
    assert world.read(PurchaseOrder, order).version == 2
