"""TP-17 and TP-18: publish, accept, object, silence."""

from datetime import date, timedelta

import pytest

from cobatch.kernel import clock
from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.schedules.models import PlannedBatch, Schedule, ScheduleState
from cobatch.touchpoints.clocks import run_due
from cobatch.touchpoints.models import Act, Due, Waiting
from tests.setups.schedules import (
    lines_to_plan,
    order_confirmed,
    planned,
    schedule_accepted,
    schedule_published,
    today,
)


@pytest.fixture
def order(world):
    return order_confirmed(world, quantities=("22000", "44000"))


def rows(world, start_in, **values):
    return [
        planned(line, f"P-{n}", today(world) + timedelta(days=start_in), **values)
        for n, line in enumerate(lines_to_plan(world), start=1)
    ]


def publish(world, given, by=None):
    payload = {"rows": given}
    return world.act(
        "schedules.publish", world.relationship, payload, by or world.cmo.actor(Role.PLANNER)
    ).record_id


def state(world, schedule):
    return world.read(Schedule, schedule).state


def waits(world, schedule):
    return [(wait.code, wait.side) for wait in world.rows(Waiting, root_id=schedule, ended_at=None)]


def test_a_schedule_waits_for_the_sponsor_and_plans_the_lines(world, order):
    schedule = publish(world, rows(world, 30, constraint="people"))

    version = world.read(Schedule, schedule)
    assert (version.number, version.state) == (1, ScheduleState.PUBLISHED)
    assert version.frozen_until == today(world) + timedelta(days=14)
    assert waits(world, schedule) == [("schedules.accept", "sponsor")]
    [first, _second] = sorted(world.rows(PlannedBatch, schedule_id=schedule), key=lambda row: row.position)
    assert (first.number, first.constraint, first.moved) == ("P-1", "people", False)
    assert first.slack_days == (date(2027, 3, 25) - first.ready_to_ship).days
    lines = world.rows(OrderLine, order_id=order)
    assert {line.planned_start for line in lines} == {today(world) + timedelta(days=30)}
    [act] = world.rows(Act, code="schedules.plan_lines")
    assert act.root_id == order


def test_an_accepted_schedule_waits_for_nobody_and_its_clock_stops(world, order):
    schedule = schedule_accepted(world, order)

    assert state(world, schedule) == ScheduleState.ACCEPTED
    assert waits(world, schedule) == []
    [due] = world.rows(Due, root_id=schedule)
    assert due.outcome == "stopped"


def test_silence_accepts_after_two_working_days(world, order):
    schedule = schedule_published(world)
    until = world.read(Schedule, schedule).silence_accepts_at
    calendar = world.sponsor.site.calendar
    assert until == calendar.at_closing(calendar.add_working_days(calendar.local_day(clock.now()), 2))

    with clock.hold_at(until - timedelta(minutes=1)):
        run_due()
    assert state(world, schedule) == ScheduleState.PUBLISHED
    with clock.hold_at(until):
        run_due()

    assert state(world, schedule) == ScheduleState.ACCEPTED
    [act] = world.rows(Act, code="schedules.accept_by_silence")
    assert act.person_id is None


def test_an_objection_waits_for_the_planner_until_the_next_version(world, order):
    schedule = publish(world, rows(world, 30))
    row = world.rows(PlannedBatch, schedule_id=schedule)[0]
    payload = {"objections": [
        {"row": str(row.pk), "impact": "Runs out before.", "stock_out_on": "2027-02-01", "stock_out_market": "US"}
    ]}  # fmt: skip
    world.act("schedules.object", schedule, payload, world.sponsor.actor(Role.SUPPLY_PLANNER), version=1)

    assert state(world, schedule) == ScheduleState.OBJECTED
    assert waits(world, schedule) == [("schedules.publish", "cmo")]
    assert world.read(PlannedBatch, row.pk).impact == "Runs out before."

    second = publish(world, rows(world, 25))

    assert state(world, schedule) == ScheduleState.SUPERSEDED
    assert waits(world, schedule) == []
    assert world.read(Schedule, second).number == 2
    assert waits(world, second) == [("schedules.accept", "sponsor")]
    assert all(row.moved for row in world.rows(PlannedBatch, schedule_id=second))
    assert {line.planned_start for line in world.rows(OrderLine, order_id=order)} == {
        today(world) + timedelta(days=25)
    }


def test_a_version_that_moves_no_start_leaves_the_orders_alone(world, order):
    publish(world, rows(world, 30))
    publish(world, rows(world, 30))

    assert len(world.rows(Act, code="schedules.plan_lines")) == 1
    assert sorted(schedule.state for schedule in world.rows(Schedule)) == [
        ScheduleState.PUBLISHED,
        ScheduleState.SUPERSEDED,
    ]


@pytest.mark.parametrize(("was", "becomes"), [(5, 6), (5, 40), (40, 14)])
def test_inside_the_frozen_window_a_move_needs_its_cause(world, order, was, becomes):
    publish(world, rows(world, was))
    before = world.traces()

    with pytest.raises(Refused) as refused:
        publish(world, rows(world, becomes))

    assert {reason.code for reason in refused.value.reasons} == {"cause_missing"}
    assert refused.value.reasons[0].field == "/rows/0/cause"
    assert world.traces() == before
    second = publish(world, rows(world, becomes, cause="people"))
    assert world.rows(PlannedBatch, schedule_id=second)[0].cause == "people"


def test_beyond_the_window_dates_move_freely(world, order):
    publish(world, rows(world, 40))

    assert world.read(Schedule, publish(world, rows(world, 20))).number == 2


def test_only_confirmed_lines_are_planned_and_each_number_once(world, order):
    open_order = world.issue_order("4500000002")
    [line] = world.rows(OrderLine, order_id=open_order)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        publish(world, [*rows(world, 30), planned(line, "P-1", today(world))])

    assert [reason.code for reason in refused.value.reasons] == [
        "planned_twice",
        "line_not_confirmed",
        "planned_twice",
    ]
    assert world.traces() == before


def test_dates_come_in_their_order(world, order):
    with pytest.raises(BadPayload):
        publish(world, rows(world, 30, qc_ready="2020-01-01"))


def test_an_objection_names_batches_of_this_version_once(world, order):
    schedule = publish(world, rows(world, 30))
    row = world.rows(PlannedBatch, schedule_id=schedule)[0]
    objection = {"row": str(row.pk), "impact": "Too late."}
    before = world.traces()

    with pytest.raises(Refused) as refused:
        world.act(
            "schedules.object", schedule, {"objections": [objection, objection]},
            world.sponsor.actor(Role.SUPPLY_PLANNER),
        )  # fmt: skip

    assert [reason.field for reason in refused.value.reasons] == ["/objections/1/row"]
    assert world.traces() == before


def test_the_wrong_side_strangers_and_other_roles(world, order):
    given = rows(world, 30)
    for somebody in (world.sponsor.actor(Role.SUPPLY_PLANNER), world.other_cmo.actor(Role.PLANNER)):
        with pytest.raises(NotYours):
            publish(world, given, by=somebody)
    with pytest.raises(Refused) as refused:
        publish(world, given, by=world.cmo.actor(Role.FINANCE))
    assert refused.value.code == "role_missing"

    schedule = publish(world, given)
    for somebody in (world.cmo.actor(Role.PLANNER), world.other_sponsor.actor(Role.SUPPLY_PLANNER)):
        with pytest.raises(NotYours):
            world.act("schedules.accept", schedule, {}, somebody)
    assert state(world, schedule) == ScheduleState.PUBLISHED
    assert not world.rows(Schedule, by=world.other_sponsor)
    assert not world.rows(PlannedBatch, by=world.other_sponsor)
