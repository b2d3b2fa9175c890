"""The quality agreement: proposed by one side, signed by both, one in force at a time."""

from datetime import timedelta

import pytest

from cobatch.documents.models import Signature
from cobatch.kernel import clock
from cobatch.kernel.refusals import NotYours, Refused, SignatureNeeded
from cobatch.kernel.roles import Role
from cobatch.ledger.disclosure import read
from cobatch.ledger.models import Disclosure
from cobatch.network.tenancy import as_organisation
from cobatch.steps.agreements.models import QualityAgreement
from cobatch.steps.agreements.queries import quality_agreement_in_force
from cobatch.touchpoints.clocks import run_due
from cobatch.touchpoints.engine import Request, perform
from cobatch.touchpoints.models import Act, Waiting
from tests.setups import agreements

QA = Role.QUALITY_ASSURANCE
SIGN = "agreements.sign_quality_agreement"
PROPOSE = "agreements.propose_quality_agreement"


def in_force(world):
    with as_organisation(world.sponsor.organisation.id):
        return quality_agreement_in_force(world.relationship.pk)


def state(world, pk):
    return world.read(QualityAgreement, pk).state


def waits(world, pk):
    return sorted((wait.code, wait.side) for wait in world.rows(Waiting, root_id=pk, ended_at=None))


def test_a_proposal_waits_for_both_sides_and_binds_nobody(world):
    pk = agreements.quality_agreement_proposed(world)

    assert waits(world, pk) == [(SIGN, "cmo"), (SIGN, "sponsor")]
    assert in_force(world) is None


def test_the_first_signature_waits_for_the_other_side_and_the_second_puts_it_in_force(world):
    pk = agreements.quality_agreement_proposed(world)

    world.act(SIGN, pk, {}, world.cmo.actor(QA), version=1)
    assert (state(world, pk), waits(world, pk)) == ("half_signed", [(SIGN, "sponsor")])
    assert in_force(world) is None

    world.act(SIGN, pk, {}, world.sponsor.actor(QA), version=2)
    assert (state(world, pk), waits(world, pk)) == ("effective", [])
    assert in_force(world).effective_on == agreements.today(world)


def test_both_sign_the_same(world):
    pk = agreements.quality_agreement_in_force(world)

    signatures = world.rows(Signature, root_id=pk)
    assert len({each.record_hash for each in signatures}) == 1
    assert [each.meaning for each in signatures] == ["APPROVED", "APPROVED"]
    assert len({each.person_id for each in signatures}) == 2


def test_the_ledger_binds_the_content_of_the_file(world):
    file = agreements.handed_over(world, world.sponsor, "agreement-3.pdf")
    pk = agreements.quality_agreement_proposed(world)

    [act] = world.rows(Act, root_id=pk)
    [quality] = world.rows(Disclosure, log_id=act.log_id, seq=act.index, group="quality")
    _group, told = read(quality.body)
    assert told["payload"]["file"] == str(file.pk)
    assert told["files"] == [
        {"id": str(file.pk), "name": file.name, "size": file.size, "sha256": file.digest}
    ]


def test_a_later_agreement_replaces_the_one_in_force(world):
    first = agreements.quality_agreement_in_force(world, "3")
    second = agreements.quality_agreement_in_force(world, "4")

    assert (state(world, first), state(world, second)) == ("superseded", "effective")
    assert in_force(world).pk == second
    assert world.read(QualityAgreement, first).superseded_on == agreements.today(world)


def test_an_agreement_of_a_later_day_takes_over_on_that_day(world):
    first = agreements.quality_agreement_in_force(world, "3")
    day = agreements.today(world) + timedelta(days=30)
    second = agreements.quality_agreement_in_force(world, "4", effective_from=day.isoformat())
    assert (state(world, first), state(world, second)) == ("effective", "signed")

    with clock.hold_at(world.cmo.site.calendar.at_closing(day - timedelta(days=1))):
        run_due()
        assert state(world, second) == "signed"
    with clock.hold_at(world.cmo.site.calendar.at_closing(day)):
        run_due()

    assert (state(world, first), state(world, second)) == ("superseded", "effective")
    assert in_force(world).effective_on == day


def test_each_side_signs_once(world):
    pk = agreements.quality_agreement_proposed(world)
    world.act(SIGN, pk, {}, world.cmo.actor(QA), version=1)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        world.act(SIGN, pk, {}, world.cmo.actor(QA), version=2)

    assert refused.value.code == "signed_already"
    assert world.traces() == before


def test_nothing_is_signed_without_a_signature(world):
    pk = agreements.quality_agreement_proposed(world)
    file = agreements.handed_over(world, world.sponsor, "agreement-3.pdf")
    before = world.traces()

    with pytest.raises(SignatureNeeded) as needed:
        perform(Request(SIGN, pk, world.cmo.actor(QA), "unsigned-request", version=1))

    assert needed.value.challenge["record"]["file"]["sha256"] == file.digest
    assert world.traces() == before


def test_a_withdrawn_proposal_leaves_the_one_in_force(world):
    first = agreements.quality_agreement_in_force(world, "3")
    pk = agreements.quality_agreement_proposed(world, "4")

    why = {"reason": "The clocks are wrong."}
    world.act("agreements.withdraw_quality_agreement", pk, why, world.sponsor.actor(QA), version=1)

    assert (state(world, pk), waits(world, pk)) == ("withdrawn", [])
    assert in_force(world).pk == first
    assert agreements.quality_agreement_proposed(world, "4") != pk


def test_strangers_find_nothing_and_other_roles_are_refused_in_words(world):
    pk = agreements.quality_agreement_proposed(world)
    before = world.traces()

    for stranger in (world.other_sponsor, world.other_cmo):
        with pytest.raises(NotYours):
            world.act(SIGN, pk, {}, stranger.actor(QA), version=1)
    with pytest.raises(Refused) as refused:
        world.act(SIGN, pk, {}, world.sponsor.actor(Role.BUYER), version=1)

    assert refused.value.code == "role_missing"
    assert world.traces() == before
