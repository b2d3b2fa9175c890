"""Signatures on dispositions: both components, on this very record, by a natural person, each company its own."""

import pytest

from cobatch.documents.models import Signature
from cobatch.documents.signing import SignatureInput
from cobatch.kernel.canonical import digest
from cobatch.kernel.refusals import SignatureNeeded
from cobatch.network.models import Person
from cobatch.network.tenancy import as_organisation
from cobatch.steps.batches.models import Batch, BatchState
from cobatch.steps.quality.checks import signed_by_the_manufacturer
from cobatch.steps.quality.models import Disposition
from cobatch.touchpoints.engine import Request, perform
from cobatch.touchpoints.models import Act
from tests.setups import quality
from tests.world import PASSWORD

CERTIFY = {"decision": "release", **quality.STATEMENTS}


@pytest.fixture
def batch(world):
    return quality.under_review(world, quality.produced(world))


def certify(world, batch, signature=None, key="signing-test-1", by=None, payload=None):
    actor = by or world.cmo.actor(quality.QA)
    version = world.read(Batch, batch).version
    return perform(Request("quality.certify", batch, actor, key, payload or CERTIFY, version, signature))


def challenge(world, batch, **values):
    with pytest.raises(SignatureNeeded) as needed:
        certify(world, batch, **values)
    return needed.value.challenge


def signed_by(person, hash_):
    return SignatureInput(hash_, person.email, PASSWORD)


def test_the_session_alone_cannot_sign(world, batch):
    before = world.traces()

    asked = challenge(world, batch)

    assert (asked["meaning"], asked["hash"]) == ("APPROVED", digest(asked["record"]))
    assert world.traces() == before
    assert world.read(Batch, batch).state == BatchState.UNDER_REVIEW


def test_what_is_signed_is_the_batch_with_its_certificate_and_documents_without_states(world, batch):
    shown = challenge(world, batch)["record"]["batch"]

    assert (shown["number"], shown["item"]["number"]) == ("SF26K0101", world.item.sponsor_number)
    assert [row["test"] for row in shown["certificate"]["results"]] == ["Assay", "Water"]
    [file] = shown["artifacts"][0]["files"]
    assert len(file["sha256"]) == 64
    assert "state" not in shown
    assert "signatures" not in shown


def test_a_wrong_password_signs_nothing_and_is_counted(world, batch):
    asked, person = challenge(world, batch), world.cmo.people[quality.QA]
    before = world.traces()

    with pytest.raises(SignatureNeeded) as needed:
        certify(world, batch, SignatureInput(asked["hash"], person.email, "wrong horse"))

    assert needed.value.reasons[0].code == "wrong_credentials"
    assert world.traces() == before
    with as_organisation(world.cmo.organisation.pk):
        assert Person.objects.get(pk=person.pk).failed_signatures == 1


def test_a_signature_on_one_batch_does_not_fit_another(world, batch):
    other = quality.under_review(world, quality.produced(world, "SF26K0102"))
    person = world.cmo.people[quality.QA]
    copied = signed_by(person, challenge(world, batch)["hash"])
    before = world.traces()

    with pytest.raises(SignatureNeeded) as needed:
        certify(world, other, copied)

    assert needed.value.challenge["hash"] != copied.hash
    assert world.traces() == before
    certify(world, batch, copied, key="signing-test-2")


def test_a_signature_does_not_fit_another_decision_on_the_same_batch(world, batch):
    person = world.cmo.people[quality.QA]
    copied = signed_by(person, challenge(world, batch)["hash"])

    with pytest.raises(SignatureNeeded):
        certify(world, batch, copied, payload=CERTIFY | {"decision": "reject", "reason": "Blend"})

    assert not world.rows(Disposition, batch_id=batch)


def test_somebody_elses_credentials_do_not_sign(world, batch):
    colleague = world.cmo.people[quality.QC]

    with pytest.raises(SignatureNeeded) as needed:
        certify(world, batch, signed_by(colleague, challenge(world, batch)["hash"]))

    assert needed.value.reasons[0].code == "wrong_credentials"


def test_a_service_account_cannot_sign(world, batch):
    with as_organisation(world.cmo.organisation.pk):
        Person.objects.filter(pk=world.cmo.people[quality.QA].pk).update(service=True)
    robot = world.cmo.actor(quality.QA)
    before = world.traces()

    for signature in (None, signed_by(robot.person, challenge(world, batch, by=robot)["hash"])):
        with pytest.raises(SignatureNeeded):
            certify(world, batch, signature, by=robot)

    assert world.traces() == before


def test_each_signature_belongs_to_its_own_act_and_company(world, batch):
    quality.accept_documents(world, batch)
    quality.certify(world, batch)
    quality.decide(world, batch, {"market": "US"})

    signatures = {row.organisation_id: row for row in world.rows(Signature, root_id=batch)}
    acts = {act.pk: act for act in world.rows(Act, root_id=batch)}
    ours, theirs = signatures[world.sponsor.organisation.pk], signatures[world.cmo.organisation.pk]
    assert acts[theirs.act_id].code == "quality.certify"
    assert acts[ours.act_id].code == "quality.release"
    for signature in (ours, theirs):
        act = acts[signature.act_id]
        assert (act.organisation_id, act.person_id) == (signature.organisation_id, signature.person_id)
    assert theirs.root_version < ours.root_version


def test_a_signature_counts_for_the_manufacturer_only_when_it_is_its_own(world, batch):
    """The sponsor's signature never stands in for the manufacturer's, even if the state were reached."""
    with as_organisation(world.sponsor.organisation.pk):
        before = signed_by_the_manufacturer(Batch.objects.get(pk=batch))
    quality.accept_documents(world, batch)
    quality.certify(world, batch)
    with as_organisation(world.sponsor.organisation.pk):
        after = signed_by_the_manufacturer(Batch.objects.get(pk=batch))

    assert (before.holds, after.holds) == (False, True)
