"""TP-33: the manufacturer's quality assurance decides on the batch."""

import pytest

from cobatch.documents.models import Signature
from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.models import Person
from cobatch.network.tenancy import as_organisation
from cobatch.steps.batches.models import Batch, BatchMarket, BatchState, MarketState
from cobatch.steps.quality.models import Disposition
from cobatch.stock.models import Movement
from cobatch.touchpoints.models import Waiting
from tests.setups import quality


@pytest.fixture
def batch(world):
    return quality.under_review(world, quality.produced(world, markets=["US", "DE"]))


def certify(world, batch, by=None, **values):
    payload = {"decision": "release", **quality.STATEMENTS} | values
    version = world.read(Batch, batch).version
    return world.act("quality.certify", batch, payload, by or world.cmo.actor(quality.QA), version=version)


def test_a_release_hands_each_market_to_the_one_who_decides_there(world, batch):
    certify(world, batch)

    assert world.read(Batch, batch).state == BatchState.CMO_RELEASED
    states = {row.market: row.state for row in world.rows(BatchMarket, batch_id=batch)}
    assert states == {"US": MarketState.AWAITING_SPONSOR, "DE": MarketState.AWAITING_QP}
    waits = {wait.code: wait for wait in world.rows(Waiting, root_id=batch, ended_at=None)}
    assert set(waits) == {"quality.release", "quality.certify_release"}
    assert waits["quality.certify_release"].roles == [Role.QUALIFIED_PERSON]


def test_it_is_signed_and_the_signature_names_signer_company_and_meaning(world, batch):
    certify(world, batch)

    [signature] = world.rows(Signature, root_id=batch)
    assert (signature.meaning, signature.organisation_id) == ("APPROVED", world.cmo.organisation.pk)
    assert signature.name == "quality_assurance of Sahyadri"
    [decision] = world.rows(Disposition, batch_id=batch)
    assert (decision.side, decision.code, decision.market) == ("cmo", "RELEASED", "")


def test_a_rejection_blocks_the_packs_and_waits_for_the_sponsor(world, batch):
    certify(world, batch, decision="reject", reason="Blend segregation")

    assert world.read(Batch, batch).state == BatchState.CMO_REJECTED
    [blocked] = [row for row in world.rows(Movement, lot__batch_id=batch) if row.kind == "blocked"]
    assert (blocked.from_status, blocked.to_status, blocked.value) == ("quarantine", "blocked", 21_850)
    [wait] = world.rows(Waiting, root_id=batch, ended_at=None)
    assert (wait.code, wait.side) == ("quality.countersign_rejection", "sponsor")


@pytest.mark.parametrize(
    "values",
    [
        {"audit_trail_reviewed": False},
        {"batch_record_reviewed": False},
        {"no_open_deviation": False},
        {"decision": "reject"},
        {"decision": "rework"},
    ],
)
def test_a_release_needs_all_statements_and_a_rejection_its_reason(world, batch, values):
    before = world.traces()

    with pytest.raises(BadPayload):
        certify(world, batch, **values)

    assert world.traces() == before


def test_who_performed_a_step_cannot_certify(world, batch):
    performer = world.cmo.people[Role.SUPERVISOR]
    with as_organisation(world.cmo.organisation.pk):
        Person.objects.filter(pk=performer.pk).update(roles=[Role.SUPERVISOR, Role.QUALITY_ASSURANCE])
    before = world.traces()

    with pytest.raises(Refused) as refused:
        certify(world, batch, by=world.cmo.actor(Role.SUPERVISOR))

    assert refused.value.code == "performer_cannot_release"
    assert world.traces() == before


def test_a_returned_batch_record_stops_the_release_but_not_the_rejection(world, batch):
    quality.review(
        world, batch, "batch_record", outcome="return", comments=[{"page": 46, "text": "Sign it."}]
    )

    with pytest.raises(Refused) as refused:
        certify(world, batch)
    certify(world, batch, decision="reject", reason="No complete record")

    assert refused.value.code == "artifact_missing"
    assert world.read(Batch, batch).state == BatchState.CMO_REJECTED


def test_before_the_review_and_after_the_decision_it_is_refused(world):
    early = quality.produced(world)
    with pytest.raises(Refused) as refused:
        certify(world, early)
    assert refused.value.code == "wrong_state"

    quality.under_review(world, early)
    certify(world, early)
    with pytest.raises(Refused) as again:
        certify(world, early)
    assert again.value.code == "wrong_state"


def test_other_sides_and_roles_cannot(world, batch):
    before = world.traces()
    for stranger in (
        world.sponsor.actor(quality.QA),
        world.other_sponsor.actor(quality.QA),
        world.other_cmo.actor(quality.QA),
    ):
        with pytest.raises(NotYours):
            certify(world, batch, by=stranger)
    with pytest.raises(Refused) as refused:
        certify(world, batch, by=world.cmo.actor(quality.QC))

    assert refused.value.code == "role_missing"
    assert world.traces() == before
