"""TP-01: the sponsor publishes its rolling forecast."""

import pytest

from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.steps.plans.models import CycleState, ForecastCell, ForecastCycle, ForecastVersion
from cobatch.steps.plans.touchpoints.publish import newest_rows, twelve_months
from cobatch.touchpoints.models import Waiting
from tests.setups import plans

DECEMBER = (
    "66000",
    "44000",
    "44000",
    "44000",
    "66000",
    "44000",
    "44000",
)  # what was agreed in November, on by a month


def cells(world, cycle, version=1):
    return sorted(
        world.rows(ForecastCell, version__cycle_id=cycle, version__number=version),
        key=lambda cell: cell.month,
    )


def test_a_forecast_waits_for_the_manufacturer(world):
    cycle = plans.forecast_published(world)

    assert world.read(ForecastCycle, cycle).state == CycleState.PUBLISHED
    [wait] = world.rows(Waiting, root_id=cycle, ended_at=None)
    assert (wait.code, wait.side, wait.subject) == ("plans.commit", "cmo", "2026-11 · v1")
    assert wait.due > wait.since
    zones = [cell.zone for cell in cells(world, cycle)]
    assert zones == ["frozen"] * 3 + ["firm"] * 3 + ["flexible"]


def test_a_breach_is_flagged_and_not_refused(world):
    plans.forecast_agreed(world)
    raised = list(DECEMBER)
    raised[3] = "66000"  # April, firm, 44 000 agreed

    cycle = plans.forecast_published(world, raised, "2026-12")

    april = cells(world, cycle)[3]
    assert (april.zone, april.before_value, april.demand_value, april.breach) == ("firm", 44000, 66000, True)
    assert [cell.breach for cell in cells(world, cycle)] == [False, False, False, True, False, False, False]


def test_a_frozen_month_changes_only_with_a_reason(world):
    plans.forecast_agreed(world)
    cut = plans.row_each(world, ("0", *DECEMBER[1:]), "2026-12")
    before = world.traces()

    with pytest.raises(Refused) as refused:
        plans.forecast_published(world, month="2026-12", rows=cut)
    assert [(each.code, each.field) for each in refused.value.reasons] == [
        ("reason_missing", "/rows/0/reason")
    ]
    assert world.traces() == before

    cut[0]["reason"] = "The launch moved to spring."
    cycle = plans.forecast_published(world, month="2026-12", rows=cut)
    january = cells(world, cycle)[0]
    assert (january.breach, january.reason) == (True, "The launch moved to spring.")


def test_a_new_forecast_supersedes_the_one_before(world):
    old = plans.forecast_agreed(world)

    plans.forecast_published(world, DECEMBER, "2026-12")

    assert world.read(ForecastCycle, old).state == CycleState.SUPERSEDED
    assert [cell.binding_value for cell in cells(world, old)][:4] == [44000, 66000, 44000, 33000]


def test_a_changed_forecast_is_another_version_and_the_first_is_kept(world):
    cycle = plans.forecast_published(world)
    lower = plans.row_each(world, ("40000", *plans.DEMAND[1:]))

    world.act("plans.republish", cycle, {"rows": lower}, world.sponsor.actor(Role.SUPPLY_PLANNER), version=1)

    assert [version.number for version in world.rows(ForecastVersion, cycle_id=cycle)] == [1, 2]
    assert (cells(world, cycle)[0].demand_value, cells(world, cycle, 2)[0].demand_value) == (44000, 40000)
    [wait] = world.rows(Waiting, root_id=cycle, ended_at=None)
    assert wait.code == "plans.commit"


def refused_for(world, rows, code):
    before = world.traces()
    with pytest.raises(Refused) as refused:
        plans.forecast_published(world, rows=rows)
    assert code in [reason.code for reason in refused.value.reasons]
    assert world.traces() == before
    assert not world.rows(ForecastCycle)


def test_unknown_items_wrong_units_and_missing_months_are_refused(world):
    rows = plans.row_each(world)
    refused_for(world, [*rows, {**rows[0], "item": "CV-500"}], "item_unknown")
    refused_for(world, [*rows[1:], {**rows[0], "quantity": {"value": "1", "unit": "KGM"}}], "wrong_unit")
    refused_for(world, rows[1:], "bucket_missing")
    refused_for(world, [*rows, {**rows[0], "item": "SF-9101"}], "bucket_twice")
    refused_for(world, [*rows, {**rows[0], "month": "2026-11"}], "month_outside")


def test_a_quantity_below_zero_or_the_same_row_twice_is_no_payload(world):
    rows = plans.row_each(world)
    for wrong in ([*rows, rows[0]], [*rows[1:], plans.bucket(world, "2026-12", "-1")]):
        with pytest.raises(BadPayload):
            plans.forecast_published(world, rows=wrong)


def test_a_month_has_one_forecast(world):
    plans.forecast_published(world)

    with pytest.raises(Refused) as refused:
        plans.forecast_published(world)

    assert refused.value.code == "month_closed"


def test_strangers_the_other_side_and_other_roles_publish_nothing(world):
    payload = {"month": plans.MONTH, "rows": plans.row_each(world)}
    before = world.traces()

    for somebody in (world.other_sponsor.actor(Role.SUPPLY_PLANNER), world.cmo.actor(Role.PLANNER)):
        with pytest.raises(NotYours):
            world.act("plans.publish", world.relationship, payload, somebody)
    with pytest.raises(Refused) as refused:
        world.act("plans.publish", world.relationship, payload, world.sponsor.actor(Role.BUYER))

    assert refused.value.code == "role_missing"
    assert world.traces() == before


def test_the_form_begins_with_twelve_months_as_they_were_forecast_last(world):
    cycle = plans.forecast_published(world)

    with as_organisation(world.sponsor.organisation.id):
        begun = twelve_months(world.relationship, None)
        again = newest_rows(ForecastCycle.objects.get(pk=cycle), None)

    assert len(begun["rows"]) == 12
    known = {row["month"]: row["quantity"]["value"] for row in begun["rows"]}
    assert known["2027-01"] == "66000"
    assert [row["quantity"]["value"] for row in again["rows"]] == list(plans.DEMAND)
