"""TP-26: the manufacturer submits a document of a batch; the standing list of a packed batch."""

from datetime import timedelta
from uuid import uuid4

import pytest

from cobatch.documents.models import Signature
from cobatch.kernel import clock
from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.steps.batches.models import Batch, BatchState
from cobatch.steps.quality.models import ArtifactRequest, ArtifactState, ArtifactVersion
from cobatch.touchpoints.models import Act, Waiting
from tests.setups import quality


@pytest.fixture
def batch(world):
    return quality.produced(world)


def submit(world, request, payload, by=None, code="quality.submit_artifact"):
    return world.act(code, request, payload, by or world.cmo.actor(quality.QA), version=request.version)


def test_a_packed_batch_is_asked_for_its_record_and_its_certificate(world, batch):
    requests = world.rows(ArtifactRequest, batch_id=batch)

    assert {row.kind: row.state for row in requests} == {
        "batch_record": ArtifactState.OPEN,
        "certificate": ArtifactState.CERTIFICATE_AWAITED,
    }
    assert len({row.number for row in requests}) == 2
    assert all(row.number.startswith("AR-HR-") for row in requests)
    waits = {
        wait.code: wait for row in requests for wait in world.rows(Waiting, root_id=row.pk, ended_at=None)
    }
    assert {code: wait.side for code, wait in waits.items()} == {
        "quality.submit_artifact": "cmo",
        "quality.issue_certificate": "cmo",
    }
    local = waits["quality.submit_artifact"].due.astimezone(
        world.cmo.site.calendar.at_closing(requests[0].needed_by).tzinfo
    )
    assert local == world.cmo.site.calendar.at_closing(requests[0].needed_by)
    tenth = world.cmo.site.calendar.add_working_days(clock.today(world.cmo.site.zone), 10)
    assert requests[0].needed_by == tenth
    asked = world.rows(Act, code__startswith="quality.expect_")
    assert {act.person_id for act in asked} == {None}


def test_the_files_are_handed_over_and_the_sponsor_is_waited_on(world, batch):
    request = quality.request_of(world, batch)
    payload = quality.submission(world)

    submit(world, request, payload)

    assert quality.request_of(world, batch).state == ArtifactState.SUBMITTED
    [version] = world.rows(ArtifactVersion, request_id=request.pk)
    assert str(version.file_id) == payload["files"][0]["file"]
    assert (version.version, version.pages, version.true_copy) == (1, 212, False)
    assert version.author_id == world.cmo.people[Role.QUALITY_ASSURANCE].pk
    [wait] = world.rows(Waiting, root_id=request.pk, ended_at=None)
    assert (wait.code, wait.side) == ("quality.review_artifact", "sponsor")
    assert not world.rows(Signature, root_id=request.pk)
    assert world.read(Batch, batch).state == BatchState.PRODUCED


def test_a_certified_true_copy_is_signed_verified(world, batch):
    request = quality.request_of(world, batch)

    submit(world, request, quality.submission(world), code="quality.submit_true_copy")

    [version] = world.rows(ArtifactVersion, request_id=request.pk)
    [signature] = world.rows(Signature, root_id=request.pk)
    assert version.true_copy
    assert (signature.meaning, signature.organisation_id) == ("VERIFIED", world.cmo.organisation.pk)


def test_with_record_and_certificate_in_the_review_of_the_batch_begins(world, batch):
    quality.issue_certificate(world, batch)
    assert world.read(Batch, batch).state == BatchState.PRODUCED

    quality.submit_record(world, batch)

    assert world.read(Batch, batch).state == BatchState.UNDER_REVIEW
    [wait] = world.rows(Waiting, root_id=batch, ended_at=None)
    assert (wait.code, wait.side) == ("quality.certify", "cmo")


def test_a_file_that_is_not_there_or_there_twice_is_refused(world, batch):
    request = quality.request_of(world, batch)
    [file] = quality.submission(world)["files"]
    before = world.traces()

    for files, code in (([{"file": str(uuid4()), "pages": 3}], "file_unknown"), ([file, file], "file_twice")):
        with pytest.raises(Refused) as refused:
            submit(world, request, {"files": files})
        assert refused.value.code == code
    with pytest.raises(BadPayload):
        submit(world, request, {"files": []})

    assert world.traces() == before


def test_a_file_of_another_relationship_is_not_known_here(world, batch):
    elsewhere = quality.handed_over(world, name="other.pdf", relationship=world.other_relationship)
    request = quality.request_of(world, batch)

    with pytest.raises(Refused) as refused:
        submit(world, request, {"files": [{"file": str(elsewhere.pk), "pages": 3}]})

    assert refused.value.code == "file_unknown"


def test_a_certificate_is_not_submitted_as_a_file(world, batch):
    request = quality.request_of(world, batch, "certificate")

    with pytest.raises(Refused) as refused:
        submit(world, request, quality.submission(world))

    assert refused.value.code == "wrong_state"


def test_other_sides_and_roles_cannot(world, batch):
    request = quality.request_of(world, batch)
    payload = quality.submission(world)
    before = world.traces()

    for stranger in (
        world.sponsor.actor(quality.QA),
        world.other_sponsor.actor(quality.QA),
        world.other_cmo.actor(quality.QA),
    ):
        with pytest.raises(NotYours):
            submit(world, request, payload, by=stranger)
    with pytest.raises(Refused) as refused:
        submit(world, request, payload, by=world.cmo.actor(Role.FINANCE))

    assert refused.value.code == "role_missing"
    assert world.traces() == before


def test_the_standing_list_is_no_act_of_people(world, batch):
    with pytest.raises(NotYours):
        world.act("quality.expect_batch_record", batch, {}, world.sponsor.actor(quality.QA), version=1)
    assert clock.now() - world.rows(ArtifactRequest, batch_id=batch)[0].created_at < timedelta(hours=1)
