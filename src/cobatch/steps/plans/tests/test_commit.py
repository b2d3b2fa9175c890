"""TP-02: the manufacturer commits to what it can."""

import pytest

from cobatch.kernel.refusals import NotYours, Refused, Stale
from cobatch.kernel.roles import Role
from cobatch.steps.plans.models import CycleState, ForecastCell, ForecastCycle
from cobatch.touchpoints.models import Waiting
from tests.setups import plans


def short_in_january(world):
    """66 000 are wanted in January and 44 000 possible; the rest follows in February."""
    rows = plans.row_each(world)
    short = {"constraint": "people", "recovery": "2027-02-12"}
    rows[1] = plans.bucket(world, "2027-01", "44000", **short)
    rows[2] = plans.bucket(world, "2027-02", "66000", upside={"value": "2000", "unit": "H87"})
    return rows


def test_a_full_commitment_waits_for_the_sponsor_to_agree(world):
    cycle = plans.forecast_published(world)

    plans.commit(world, cycle)

    assert world.read(ForecastCycle, cycle).state == CycleState.RESPONDED
    [wait] = world.rows(Waiting, root_id=cycle, ended_at=None)
    assert (wait.code, wait.side) == ("plans.agree", "sponsor")


def test_a_shortage_says_what_is_missing_and_until_when(world):
    cycle = plans.forecast_published(world)

    plans.commit(world, cycle, short_in_january(world), comment="The third operator qualifies on 8 January.")

    assert world.read(ForecastCycle, cycle).state == CycleState.RESPONDED_SHORT
    cells = {f"{cell.month:%Y-%m}": cell for cell in world.rows(ForecastCell, version__cycle_id=cycle)}
    january, february = cells["2027-01"], cells["2027-02"]
    assert (january.commitment_value, january.constraint, str(january.recovery)) == (
        44000,
        "people",
        "2027-02-12",
    )
    assert (february.commitment_value, february.upside_value, february.short) == (66000, 2000, False)


def test_months_that_are_neither_frozen_nor_firm_may_stay_open(world):
    cycle = plans.forecast_published(world)

    plans.commit(world, cycle, plans.row_each(world)[:6])

    assert world.read(ForecastCycle, cycle).state == CycleState.RESPONDED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda world, rows: rows[1:], "bucket_unanswered"),
        (lambda world, rows: [plans.bucket(world, "2026-12", "1000"), *rows[1:]], "constraint_missing"),
        (lambda world, rows: [*rows, plans.bucket(world, "2028-01", "1000")], "bucket_unknown"),
        (
            lambda world, rows: [{**rows[0], "quantity": {"value": "44000", "unit": "KGM"}}, *rows[1:]],
            "wrong_unit",
        ),
    ],
)
def test_a_refused_answer_changes_nothing(world, change, code):
    cycle = plans.forecast_published(world)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        plans.commit(world, cycle, change(world, plans.row_each(world)))

    assert code in [reason.code for reason in refused.value.reasons]
    assert world.traces() == before
    assert world.read(ForecastCycle, cycle).state == CycleState.PUBLISHED


def test_an_answer_to_an_older_version_is_told_what_changed(world):
    cycle = plans.forecast_published(world)
    again = {"rows": plans.row_each(world)}
    world.act("plans.republish", cycle, again, world.sponsor.actor(Role.SUPPLY_PLANNER), version=1)

    with pytest.raises(Stale) as stale:
        plans.commit(world, cycle, version=1)

    assert [change["code"] for change in stale.value.changed] == ["plans.republish"]


def test_the_sponsor_strangers_and_other_roles_commit_nothing(world):
    cycle = plans.forecast_published(world)
    payload = {"rows": plans.row_each(world)}
    before = world.traces()

    for somebody in (world.sponsor.actor(Role.SUPPLY_PLANNER), world.other_cmo.actor(Role.PLANNER)):
        with pytest.raises(NotYours):
            world.act("plans.commit", cycle, payload, somebody, version=1)
    with pytest.raises(Refused) as refused:
        world.act("plans.commit", cycle, payload, world.cmo.actor(Role.FINANCE), version=1)

    assert refused.value.code == "role_missing"
    assert world.traces() == before
