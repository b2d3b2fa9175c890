"""TP-03: both companies sign the same quantities; then they bind."""

from datetime import date

import pytest

from cobatch.documents.models import Signature
from cobatch.kernel.refusals import NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.steps.plans.models import CycleState, ForecastCell, ForecastCycle
from cobatch.steps.plans.queries import binding_quantities, forecast_at_lag, last_agreed
from cobatch.steps.plans.tests.test_commit import short_in_january
from cobatch.touchpoints.models import Waiting
from tests.setups import plans


def state(world, cycle):
    return world.read(ForecastCycle, cycle).state


def answered_short(world):
    cycle = plans.forecast_published(world)
    plans.commit(world, cycle, short_in_january(world))
    rows = plans.row_each(world)
    rows[1], rows[2] = plans.bucket(world, "2027-01", "44000"), plans.bucket(world, "2027-02", "66000")
    return cycle, rows


def test_the_sponsors_signature_waits_for_the_manufacturers(world):
    cycle = plans.forecast_published(world)
    plans.commit(world, cycle)

    plans.agree(world, cycle)

    assert state(world, cycle) == CycleState.HALF_AGREED
    [wait] = world.rows(Waiting, root_id=cycle, ended_at=None)
    assert (wait.code, wait.side) == ("plans.countersign", "cmo")
    assert not world.rows(ForecastCell, binding_value__isnull=False)


def test_the_second_signature_binds(world):
    cycle = plans.forecast_agreed(world)

    assert state(world, cycle) == CycleState.AGREED
    assert not world.rows(Waiting, root_id=cycle, ended_at=None)
    with as_organisation(world.sponsor.organisation.id):
        assert binding_quantities(world.relationship.pk, date(2026, 12, 1)) == {world.item.pk: 44000}
        assert binding_quantities(world.relationship.pk, date(2027, 5, 1)) == {
            world.item.pk: 49500
        }  # 75 % of 66 000
        assert binding_quantities(world.relationship.pk, date(2027, 6, 1)) == {world.item.pk: 0}
        assert last_agreed(world.relationship.pk)[world.item.pk, date(2027, 1, 1)] == 66000
        lagged = forecast_at_lag(world.relationship.pk, world.item.pk, [date(2027, 2, 1), date(2027, 3, 1)])
    assert lagged == {date(2027, 2, 1): 44000}


def test_both_sign_the_same_words(world):
    cycle, rows = answered_short(world)
    plans.agree(world, cycle, rows, mitigation="Safety stock covers January.")
    plans.countersign(world, cycle)

    signatures = world.rows(Signature, root_id=cycle)

    assert len(signatures) == 2
    assert len({signature.record_hash for signature in signatures}) == 1
    assert {signature.meaning for signature in signatures} == {"AGREED"}


def test_an_accepted_shortage_says_how_it_is_bridged(world):
    cycle, rows = answered_short(world)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        plans.agree(world, cycle, rows)

    assert refused.value.code == "mitigation_missing"
    assert world.traces() == before


def test_nobody_agrees_beyond_the_commitment_or_leaves_a_month_out(world):
    cycle, rows = answered_short(world)

    for wrong, code in (
        ([plans.bucket(world, "2026-12", "44001"), *rows[1:]], "more_than_committed"),
        (rows[:-1], "bucket_unanswered"),
    ):
        with pytest.raises(Refused) as refused:
            plans.agree(world, cycle, wrong, mitigation="Safety stock covers January.")
        assert code in [reason.code for reason in refused.value.reasons]
    assert state(world, cycle) == CycleState.RESPONDED_SHORT


def test_the_upside_offered_may_be_agreed_too(world):
    cycle, rows = answered_short(world)
    rows[2] = plans.bucket(world, "2027-02", "68000")

    plans.agree(world, cycle, rows, mitigation="Safety stock covers January.")

    assert state(world, cycle) == CycleState.HALF_AGREED


def test_without_a_countersignature_the_sponsor_publishes_again(world):
    cycle = plans.forecast_published(world)
    plans.commit(world, cycle)
    plans.agree(world, cycle)

    again = {"rows": plans.row_each(world)}
    world.act("plans.republish", cycle, again, world.sponsor.actor(Role.SUPPLY_PLANNER), version=3)

    assert state(world, cycle) == CycleState.PUBLISHED


def test_each_side_signs_for_itself_only(world):
    cycle = plans.forecast_published(world)
    plans.commit(world, cycle)
    payload = {"rows": plans.row_each(world)}
    before = world.traces()

    for somebody in (world.cmo.actor(Role.PLANNER), world.other_sponsor.actor(Role.SUPPLY_PLANNER)):
        with pytest.raises(NotYours):
            world.act("plans.agree", cycle, payload, somebody, version=2)
    with pytest.raises(Refused) as refused:
        world.act("plans.agree", cycle, payload, world.sponsor.actor(Role.BUYER), version=2)
    with pytest.raises(Refused) as early:
        plans.countersign(world, cycle, version=2)

    assert (refused.value.code, early.value.code) == ("role_missing", "wrong_state")
    assert world.traces() == before
