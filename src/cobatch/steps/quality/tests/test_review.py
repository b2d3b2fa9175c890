"""TP-27: the sponsor reviews a document of a batch."""

import pytest

from cobatch.documents.models import Signature
from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.network.tenancy import as_organisation
from cobatch.steps.quality.models import ArtifactComment, ArtifactState, ArtifactVersion, CommentState
from cobatch.touchpoints.models import Waiting
from tests.setups import quality

COMMENTS = [{"page": 46, "text": "The weight check is not signed."}, {"page": 112, "text": "Illegible."}]


@pytest.fixture
def batch(world):
    batch = quality.produced(world)
    quality.submit_record(world, batch)
    return batch


def review(world, batch, by=None, **values):
    request = quality.request_of(world, batch)
    payload = {"outcome": "accept"} | values
    by = by or world.sponsor.actor(quality.QA)
    return world.act("quality.review_artifact", request, payload, by, version=request.version)


def comments(world, batch):
    return sorted(world.rows(ArtifactComment, request__batch_id=batch), key=lambda row: (row.round, row.page))


def answers(world, batch):
    waiting = [row for row in comments(world, batch) if row.state == CommentState.OPEN]
    return [{"comment": str(row.pk), "answer": f"Mended page {row.page}."} for row in waiting]


def test_an_accepted_document_is_signed_reviewed_and_nobody_is_waited_on(world, batch):
    review(world, batch)

    request = quality.request_of(world, batch)
    assert request.state == ArtifactState.ACCEPTED
    [signature] = world.rows(Signature, root_id=request.pk)
    assert (signature.meaning, signature.organisation_id) == ("REVIEWED", world.sponsor.organisation.pk)
    assert not world.rows(Waiting, root_id=request.pk, ended_at=None)


def test_a_return_with_comments_goes_back_and_forth_until_all_are_settled(world, batch):
    review(world, batch, outcome="return", comments=COMMENTS)
    assert quality.request_of(world, batch).state == ArtifactState.RETURNED
    [wait] = world.rows(Waiting, root_id=quality.request_of(world, batch).pk, ended_at=None)
    assert (wait.code, wait.side) == ("quality.submit_artifact", "cmo")

    quality.submit_record(world, batch, answers=answers(world, batch))
    first, second = comments(world, batch)
    assert {first.state, second.state} == {CommentState.ANSWERED}
    assert first.answer == "Mended page 46."

    review(world, batch, outcome="return", closes=[str(first.pk)])
    assert [row.state for row in comments(world, batch)] == [CommentState.CLOSED, CommentState.OPEN]

    quality.submit_record(world, batch, answers=answers(world, batch))
    review(world, batch, closes=[str(second.pk)])

    request = quality.request_of(world, batch)
    assert (request.state, request.round) == (ArtifactState.ACCEPTED, 3)
    assert sorted(row.version for row in world.rows(ArtifactVersion, request_id=request.pk)) == [1, 2, 3]


def test_a_comment_without_an_answer_stops_the_next_submission(world, batch):
    review(world, batch, outcome="return", comments=COMMENTS)
    given = answers(world, batch)
    before = world.traces()

    for some, code in ((given[:1], "comment_unanswered"), ([*given, given[0]], "comment_not_open")):
        with pytest.raises(Refused) as refused:
            quality.submit_record(world, batch, answers=some)
        assert refused.value.code == code

    assert world.traces() == before


def test_it_is_accepted_only_when_every_comment_is_settled(world, batch):
    review(world, batch, outcome="return", comments=COMMENTS)
    quality.submit_record(world, batch, answers=answers(world, batch))
    first, _second = comments(world, batch)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        review(world, batch, closes=[str(first.pk)])

    assert refused.value.code == "comments_not_closed"
    assert world.traces() == before


def test_a_return_says_what_is_to_be_answered(world, batch):
    with pytest.raises(Refused) as refused:
        review(world, batch, outcome="return")
    assert refused.value.code == "nothing_to_answer"
    with pytest.raises(BadPayload):
        review(world, batch, comments=COMMENTS)


def test_a_comment_that_is_not_there_cannot_be_settled(world, batch):
    with pytest.raises(Refused) as refused:
        review(world, batch, closes=["0199a8f0-0000-7000-8000-000000000000"])

    assert refused.value.code == "comment_not_answered"


def test_the_author_of_a_file_cannot_review_it(world, batch):
    request = quality.request_of(world, batch)
    [version] = world.rows(ArtifactVersion, request_id=request.pk)
    with as_organisation(world.sponsor.organisation.pk):
        version.pk, version.version = None, 2
        version.author = world.sponsor.people[quality.QA]
        ArtifactVersion.objects.bulk_create([version])
    before = world.traces()

    with pytest.raises(Refused) as refused:
        review(world, batch)

    assert refused.value.code == "reviewer_is_author"
    assert world.traces() == before


def test_before_it_is_submitted_there_is_nothing_to_review(world):
    batch = quality.produced(world)

    with pytest.raises(Refused) as refused:
        review(world, batch)

    assert refused.value.code == "wrong_state"


def test_other_sides_and_roles_cannot(world, batch):
    before = world.traces()

    for stranger in (
        world.cmo.actor(quality.QA),
        world.other_sponsor.actor(quality.QA),
        world.other_cmo.actor(quality.QA),
    ):
        with pytest.raises(NotYours):
            review(world, batch, by=stranger)
    with pytest.raises(Refused) as refused:
        review(world, batch, by=world.sponsor.actor(quality.QP))

    assert refused.value.code == "role_missing"
    assert world.traces() == before
