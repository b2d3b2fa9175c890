"""TP-21, TP-22, TP-24: start, stages, output."""

from datetime import timedelta

import pytest

from cobatch.kernel import clock
from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.models import Item
from cobatch.network.models.items import ExpiryBasis
from cobatch.network.tenancy import as_organisation
from cobatch.steps.batches.expiry import months_later, printed
from cobatch.steps.batches.models import Batch, BatchStage, BatchState, StageState
from cobatch.steps.batches.queries import expiry_if_released, prints_too_long, produced_quantity
from cobatch.steps.orders.models import LineState, OrderLine
from cobatch.stock.models import Lot, Movement, Place, Status
from cobatch.stock.queries import balance, balances_of
from cobatch.touchpoints.models import Act, Waiting
from tests.setups.batches import (
    batch_created,
    batch_in_packaging,
    batch_produced,
    batch_started,
    days_ago,
    output,
    stage_reported,
)
from tests.setups.schedules import order_confirmed, today


@pytest.fixture
def order(world):
    return order_confirmed(world)


@pytest.fixture
def line(world, order):
    return world.rows(OrderLine, order_id=order)[0]


def waits(world, batch):
    return [wait.code for wait in world.rows(Waiting, root_id=batch, ended_at=None)]


def refused_codes(world, code, on, payload, role):
    before = world.traces()
    with pytest.raises(Refused) as refused:
        world.act(code, on, payload, world.cmo.actor(role), version=world.read(Batch, on).version)
    assert world.traces() == before
    return [reason.code for reason in refused.value.reasons]


def test_the_first_start_brings_the_line_into_production_and_a_second_leaves_it_there(world, order, line):
    first = batch_started(world, order, line)
    batch_started(world, order, line, "SF26K0102")

    batch = world.read(Batch, first)
    assert (batch.state, batch.room, batch.equipment) == (BatchState.IN_PROCESS, "G-12", ["GRN-03"])
    assert batch.first_mixing_on == world.cmo.site.calendar.local_day(batch.started_at)
    assert world.read(OrderLine, line.pk).state == LineState.IN_PRODUCTION
    followed = world.rows(Act, code="orders.begin_production")
    assert len(followed) == 1
    assert world.read(Act, followed[0].cause_id).code == "batches.start"
    assert waits(world, first) == ["batches.report_stage"]


def test_a_start_that_has_not_happened_is_refused(world, order, line):
    batch = batch_created(world, order, line)
    payload = {"started_at": clock.instant_text(clock.now() + timedelta(hours=1)), "room": "G-12"}

    assert refused_codes(world, "batches.start", batch, payload, Role.SUPERVISOR) == ["in_the_future"]

    early = {
        "started_at": clock.instant_text(days_ago(1)), "room": "G-12",
        "first_mixing_on": (today(world) - timedelta(days=5)).isoformat(),
    }  # fmt: skip
    assert refused_codes(world, "batches.start", batch, early, Role.SUPERVISOR) == ["mixing_out_of_time"]


def test_the_last_bulk_stage_brings_the_batch_into_packaging(world, order, line):
    batch = batch_started(world, order, line)
    stage_reported(world, batch, 1_980_000)
    assert world.read(Batch, batch).state == BatchState.IN_PROCESS

    stage_reported(world, batch, 1_970_000)

    assert world.read(Batch, batch).state == BatchState.PACKAGING
    assert waits(world, batch) == ["batches.report_output"]
    done = world.rows(BatchStage, batch_id=batch, state=StageState.DONE)
    assert sorted(stage.good for stage in done) == [1_970_000, 1_980_000]


def test_stages_come_in_their_order_and_run_forwards(world, order, line):
    batch = batch_started(world, order, line)
    stages = sorted(world.rows(BatchStage, batch_id=batch), key=lambda stage: stage.position)
    times = {
        "started_at": clock.instant_text(days_ago(7)),
        "ended_at": clock.instant_text(days_ago(6)),
        "good": 1,
    }

    def codes(**changed):
        return refused_codes(world, "batches.report_stage", batch, times | changed, Role.SUPERVISOR)

    assert codes(stage=str(stages[1].pk)) == ["not_the_next_stage"]
    first = str(stages[0].pk)
    assert codes(stage=first, ended_at=clock.instant_text(days_ago(-1))) == ["in_the_future"]
    assert codes(stage=first, started_at=clock.instant_text(days_ago(9))) == ["before_the_batch"]
    payload = times | {"stage": first, "ended_at": clock.instant_text(days_ago(8))}
    with pytest.raises(BadPayload):
        world.act("batches.report_stage", batch, payload, world.cmo.actor(Role.SUPERVISOR))


def test_no_stage_before_the_start(world, order, line):
    batch = batch_created(world, order, line)
    stage = min(world.rows(BatchStage, batch_id=batch), key=lambda each: each.position)
    payload = {"stage": str(stage.pk), "started_at": clock.instant_text(days_ago(2)),
               "ended_at": clock.instant_text(days_ago(1)), "good": 1}  # fmt: skip

    assert refused_codes(world, "batches.report_stage", batch, payload, Role.SUPERVISOR) == ["wrong_state"]


def test_output_fixes_yield_labels_and_expiry_and_lies_in_quarantine(world, order, line):
    batch = world.read(Batch, batch_produced(world, order, line))

    assert (batch.state, str(batch.packed)) == (BatchState.PRODUCED, "21850 H87")
    assert (str(batch.yield_percent), batch.outside_alert) == ("98.32", False)
    assert batch.reject_reasons == {"appearance": 2000}
    assert batch.expiry == months_later(batch.first_mixing_on, 36)
    assert batch.printed_expiry == printed(batch.expiry)
    [lot] = world.rows(Lot, batch_id=batch.pk)
    assert (lot.number, lot.expiry) == ("SF26K0101", batch.expiry)
    with as_organisation(world.sponsor.organisation.id):
        lot = Lot.objects.select_related("item").get(pk=lot.pk)
        assert str(balance(lot, Place.CMO, Status.QUARANTINE)) == "21850 H87"
        assert balance(lot, Place.CMO, Status.RELEASED).is_zero
        assert {each.number: str(there) for each, there in balances_of(lot.item).items()} == {
            "SF26K0101": "21850 H87"
        }
        assert str(produced_quantity(batch)) == "21850 H87"
    assert {stage.state for stage in world.rows(BatchStage, batch_id=batch.pk)} == {StageState.DONE}
    assert "batches.report_output" not in waits(world, batch.pk)


def test_a_yield_outside_the_alert_band_is_marked(world, order, line):
    batch = world.read(Batch, batch_produced(world, order, line, packed=20_920))

    assert (str(batch.yield_percent), batch.outside_alert) == ("94.14", True)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"packed": {"value": "21850", "unit": "KGM"}}, "wrong_unit"),
        ({"packed": {"value": "21850.5", "unit": "H87"}}, "packs_not_whole"),
        ({"packed": {"value": "21000", "unit": "H87"}}, "material_does_not_add_up"),
        ({"packed": {"value": "22000", "unit": "H87"}}, "material_does_not_add_up"),
        ({"packed_on": "2020-01-01"}, "packed_out_of_time"),
        ({"planned_release": "2020-01-01"}, "release_before_packing"),
    ],
)
def test_what_does_not_add_up_is_refused(world, order, line, changed, code):
    batch = batch_in_packaging(world, order, line)

    assert code in refused_codes(
        world, "batches.report_output", batch, output(world) | changed, Role.PRODUCTION
    )
    assert not world.rows(Movement)


def test_labels_must_come_to_those_issued(world, order, line):
    batch = batch_in_packaging(world, order, line)
    payload = output(world) | {"labels": {"issued": 21500, "used": 20920, "damaged": 430, "returned": 146}}

    with pytest.raises(BadPayload) as bad:
        world.act("batches.report_output", batch, payload, world.cmo.actor(Role.PRODUCTION))

    assert bad.value.reasons[0].field == "/labels"


def test_who_counted_wrongly_in_the_last_stage_says_what_went_into_packaging(world, order, line):
    batch = batch_in_packaging(world, order, line, packed=2_185)
    wrong = output(world)
    codes = refused_codes(world, "batches.report_output", batch, wrong, Role.PRODUCTION)
    assert codes == ["material_does_not_add_up"]

    payload = wrong | {"into_packaging": 1_970_000}
    world.act("batches.report_output", batch, payload, world.cmo.actor(Role.PRODUCTION))

    made = world.read(Batch, batch)
    assert (made.state, made.into_packaging) == (BatchState.PRODUCED, 1_970_000)


def test_packaging_begins_when_the_first_mixing_is_known(world, order, line):
    batch = batch_created(world, order, line, stages=[{"name": "Mixing"}])
    start = {"started_at": clock.instant_text(days_ago(8)), "room": "G-12", "first_mixing": False}
    world.act("batches.start", batch, start, world.cmo.actor(Role.SUPERVISOR), version=1)
    [stage] = world.rows(BatchStage, batch_id=batch)
    report = {
        "stage": str(stage.pk), "good": 1_970_000,
        "started_at": clock.instant_text(days_ago(7)), "ended_at": clock.instant_text(days_ago(6)),
    }  # fmt: skip

    def codes(**changed):
        return refused_codes(world, "batches.report_stage", batch, report | changed, Role.SUPERVISOR)

    assert codes() == ["mixing_unknown"]
    assert codes(first_mixing_on=today(world).isoformat()) == ["mixing_out_of_time"]

    mixed = (today(world) - timedelta(days=7)).isoformat()
    world.act(
        "batches.report_stage", batch, report | {"first_mixing_on": mixed}, world.cmo.actor(Role.SUPERVISOR)
    )
    assert str(world.read(Batch, batch).first_mixing_on) == mixed


def test_a_filled_product_needs_its_day_of_filling(world, order, line):
    with as_organisation(world.sponsor.organisation.id):
        Item.objects.filter(pk=world.item.pk).update(expiry_basis=ExpiryBasis.FILL)
    batch = batch_in_packaging(world, order, line)

    codes = refused_codes(world, "batches.report_output", batch, output(world), Role.PRODUCTION)
    assert codes == ["filling_unknown"]

    filled = output(world) | {"filled_on": (today(world) - timedelta(days=2)).isoformat()}
    world.act("batches.report_output", batch, filled, world.cmo.actor(Role.PRODUCTION))
    assert world.read(Batch, batch).expiry == months_later(today(world) - timedelta(days=2), 36)


def test_a_later_release_under_the_european_rule_may_print_too_long(world, order, line):
    with as_organisation(world.sponsor.organisation.id):
        Item.objects.filter(pk=world.item.pk).update(expiry_basis=ExpiryBasis.RELEASE_CAPPED)
    batch = batch_produced(world, order, line)

    with as_organisation(world.sponsor.organisation.id):
        made = Batch.objects.select_related("item").get(pk=batch)
        assert made.expiry == months_later(made.planned_release, 36)
        assert not prints_too_long(made, made.planned_release)
        assert expiry_if_released(made, made.first_mixing_on + timedelta(days=31))[0] < made.expiry


def test_the_other_side_and_strangers_find_nothing(world, order, line):
    batch = batch_in_packaging(world, order, line)
    before = world.traces()

    for somebody in (world.sponsor.actor(Role.BUYER), world.other_cmo.actor(Role.PRODUCTION)):
        with pytest.raises(NotYours):
            world.act("batches.report_output", batch, output(world), somebody)

    assert refused_codes(world, "batches.report_output", batch, output(world), Role.FINANCE) == [
        "role_missing"
    ]
    assert world.traces() == before
