"""TP-12: the manufacturer answers every open line."""

import pytest

from cobatch.kernel.refusals import NotYours, Refused, Stale
from cobatch.kernel.roles import Role
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.touchpoints.models import Waiting


def answers(world, order, *answers):
    lines = world.rows(OrderLine, order_id=order, parent=None)
    by_position = {line.position: line for line in lines}
    return {"answers": [{"line": str(by_position[position].pk), **rest} for position, rest in answers]}


def offer(quantity, day, reason="materials"):
    return {
        "answer": "change", "quantity": {"value": quantity, "unit": "H87"}, "promised_date": day, "reason": reason,
    }  # fmt: skip


def states(world, order):
    return [
        line.state
        for line in sorted(
            world.rows(OrderLine, order_id=order), key=lambda line: (line.position, line.portion)
        )
    ]


def confirm(world, order, payload, version=1, by=None):
    return world.act(
        "orders.confirm", order, payload, by or world.cmo.actor(Role.CUSTOMER_SERVICE), version=version
    )


def test_accepted_lines_are_confirmed_and_nobody_is_waited_on(world):
    order = world.issue_order(quantities=("22000", "44000"))

    confirm(world, order, answers(world, order, (10, {"answer": "accept"}), (20, {"answer": "accept"})))

    assert states(world, order) == [LineState.CONFIRMED] * 2
    assert not world.rows(Waiting, root_id=order, ended_at=None)
    line = world.rows(OrderLine, order_id=order, position=10)[0]
    assert (line.confirmed_value, str(line.confirmed_date)) == (22000, "2027-03-25")


def test_an_offer_waits_for_the_sponsor_and_keeps_what_was_asked(world):
    order = world.issue_order()

    confirm(world, order, answers(world, order, (10, offer("20000", "2027-04-16"))))

    line = world.rows(OrderLine, order_id=order)[0]
    assert line.state == LineState.CHANGE_PROPOSED
    assert (line.requested_value, line.proposed_value, line.confirmed_value) == (22000, 20000, None)
    [wait] = world.rows(Waiting, root_id=order, ended_at=None)
    assert (wait.code, wait.side) == ("orders.resolve", "sponsor")


def test_two_offers_split_the_line(world):
    order = world.issue_order(quantities=("66000",))

    confirm(
        world,
        order,
        answers(world, order, (10, offer("44000", "2027-03-25")), (10, offer("22000", "2027-04-16"))),
    )

    parent, child = sorted(world.rows(OrderLine, order_id=order), key=lambda line: line.portion)
    assert (parent.proposed_value, child.proposed_value) == (44000, 22000)
    assert child.parent_id == parent.pk
    assert child.label == "10/1"


def test_a_rejected_line_says_why(world):
    order = world.issue_order()

    confirm(world, order, answers(world, order, (10, {"answer": "reject", "reason": "people"})))

    assert states(world, order) == [LineState.REJECTED_BY_CMO]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([(10, {"answer": "accept"})], "line_unanswered"),
        (
            [(10, {"answer": "accept"}), (10, {"answer": "accept"}), (20, {"answer": "accept"})],
            "answered_twice",
        ),
        ([(10, offer("50000", "2027-03-25")), (20, {"answer": "accept"})], "more_than_ordered"),
        ([(10, offer("-5", "2027-03-25")), (20, {"answer": "accept"})], "quantity_not_positive"),
    ],
)
def test_a_refused_answer_changes_nothing_and_says_why(world, given, code):
    order = world.issue_order(quantities=("22000", "44000"))
    before = world.traces()

    with pytest.raises(Refused) as refused:
        confirm(world, order, answers(world, order, *given))

    assert code in [reason.code for reason in refused.value.reasons]
    assert world.traces() == before
    assert states(world, order) == [LineState.AWAITING_CONFIRMATION] * 2


def test_the_sponsor_a_stranger_and_another_manufacturer_find_nothing(world):
    order = world.issue_order()
    payload = answers(world, order, (10, {"answer": "accept"}))
    before = world.traces()

    for somebody in (
        world.sponsor.actor(Role.BUYER),
        world.other_sponsor.actor(Role.BUYER),
        world.other_cmo.actor(Role.CUSTOMER_SERVICE),
    ):
        with pytest.raises(NotYours):
            confirm(world, order, payload, by=somebody)

    assert world.traces() == before


def test_another_role_of_the_manufacturer_is_refused_in_words(world):
    order = world.issue_order()

    with pytest.raises(Refused) as refused:
        confirm(
            world, order, answers(world, order, (10, {"answer": "accept"})), by=world.cmo.actor(Role.FINANCE)
        )

    assert refused.value.code == "role_missing"


def test_who_saw_an_older_version_is_told_what_changed(world):
    order = world.issue_order()
    payload = answers(world, order, (10, offer("20000", "2027-04-16")))
    confirm(world, order, payload)

    with pytest.raises(Stale) as stale:
        confirm(world, order, payload, version=1)

    assert [change["code"] for change in stale.value.changed] == ["orders.confirm"]
    assert world.read(PurchaseOrder, order).version == 2
