"""TP-28: quality control issues the certificate of analysis."""

from uuid import UUID

import pytest

from cobatch.documents.models import Signature
from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.steps.agreements.models import DocumentKind, MasterDocument
from cobatch.steps.quality.models import ArtifactComment, ArtifactState, Certificate, CertificateResult
from cobatch.touchpoints.models import Waiting
from tests.setups import agreements, quality


@pytest.fixture
def batch(world):
    return quality.produced(world)


def issue(world, batch, payload, by=None):
    request = quality.request_of(world, batch, "certificate")
    by = by or world.cmo.actor(quality.QC)
    return world.act("quality.issue_certificate", request, payload, by, version=request.version)


def test_the_certificate_is_signed_and_goes_to_the_sponsor(world, batch):
    issued = quality.issue_certificate(world, batch)

    certificate = world.read(Certificate, issued)
    assert (certificate.edition, certificate.number[:7]) == (1, "COA-SF-")
    assay, water = world.rows(CertificateResult, certificate_id=issued)
    assert (assay.test, assay.verdict, str(assay.reported)) == ("Assay", "pass", "99.840000")
    assert (water.limit_low, water.limit_high) == (None, 3)
    [signature] = world.rows(Signature, root_id=issued)
    assert (signature.meaning, signature.organisation_id) == ("APPROVED", world.cmo.organisation.pk)
    request = quality.request_of(world, batch, "certificate")
    assert (request.state, request.round) == (ArtifactState.SUBMITTED, 1)
    [wait] = world.rows(Waiting, root_id=request.pk, ended_at=None)
    assert (wait.code, wait.side) == ("quality.review_artifact", "sponsor")


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"result": "94.2"}, "out_of_specification", "/results/0/result"),
        ({"result": "94.94"}, "out_of_specification", "/results/0/result"),
        ({"result": "105.05"}, "out_of_specification", "/results/0/result"),
        ({"tested_on": "2099-01-01"}, "tested_in_future", "/results/0/tested_on"),
    ],
)
def test_one_result_outside_its_limits_and_there_is_no_certificate(world, batch, values, code, field):
    payload = quality.analysis(world, batch, quality.result(**values))
    before = world.traces()

    with pytest.raises(Refused) as refused:
        issue(world, batch, payload)

    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [(code, field)]
    assert world.traces() == before
    assert not world.rows(Certificate, batch_id=batch)


@pytest.mark.parametrize(
    "values",
    [
        {"limit_low": None, "limit_high": None},
        {"limit_low": "105.0", "limit_high": "95.0"},
        {"result": "about 99"},
        {"n": 0},
    ],
)
def test_a_test_needs_limits_and_figures(world, batch, values):
    with pytest.raises(BadPayload):
        issue(world, batch, quality.analysis(world, batch, quality.result(**values)))


def test_only_the_effective_specification_of_the_item_counts(world, batch):
    old = quality.specification_effective(world, world.item.pk)
    new = agreements.document_approved(
        world, kind=DocumentKind.SPECIFICATION.value, revision="02", change="Limits tightened"
    )
    assert world.read(MasterDocument, old).state == "superseded"

    for wrong in (old, UUID(int=7)):
        with pytest.raises(Refused) as refused:
            issue(world, batch, quality.analysis(world, batch, specification=str(wrong)))
        assert refused.value.code == "specification_not_effective"
    issue(world, batch, quality.analysis(world, batch, specification=str(new)))


def test_limits_once_accepted_hold_for_the_next_batch(world, batch):
    quality.issue_certificate(world, batch)
    quality.review(world, batch, "certificate")
    second = quality.produced(world, "SF26K0102")

    for change in ({"limit_low": "94.0"}, {"unit": "mg"}, {"decimals": 0}):
        with pytest.raises(Refused) as refused:
            issue(world, second, quality.analysis(world, second, quality.result(**change)))
        assert refused.value.code == "limits_differ"
    quality.issue_certificate(world, second)


def test_a_test_comes_once(world, batch):
    with pytest.raises(Refused) as refused:
        issue(world, batch, quality.analysis(world, batch, quality.result(), quality.result()))

    assert refused.value.code == "test_twice"


def test_what_the_sponsor_returns_is_followed_by_a_new_edition(world, batch):
    first = quality.issue_certificate(world, batch)
    quality.review(
        world, batch, "certificate", outcome="return", comments=[{"page": 1, "text": "Which column?"}]
    )
    [comment] = world.rows(ArtifactComment, request__batch_id=batch)
    request = quality.request_of(world, batch, "certificate")
    [wait] = world.rows(Waiting, root_id=request.pk, ended_at=None)
    assert (request.state, wait.code) == (ArtifactState.CERTIFICATE_AWAITED, "quality.issue_certificate")

    with pytest.raises(Refused) as refused:
        quality.issue_certificate(world, batch)
    answers = [{"comment": str(comment.pk), "answer": "Column C18-7."}]
    second = quality.issue_certificate(world, batch, answers=answers)

    assert refused.value.code == "comment_unanswered"
    assert [world.read(Certificate, pk).edition for pk in (first, second)] == [1, 2]


def test_a_certificate_with_the_sponsor_is_not_issued_again(world, batch):
    quality.issue_certificate(world, batch)

    with pytest.raises(Refused) as refused:
        quality.issue_certificate(world, batch)

    assert refused.value.code == "wrong_state"


def test_other_sides_and_roles_cannot(world, batch):
    payload = quality.analysis(world, batch)
    before = world.traces()

    for stranger in (
        world.sponsor.actor(quality.QA),
        world.other_sponsor.actor(quality.QA),
        world.other_cmo.actor(quality.QC),
    ):
        with pytest.raises(NotYours):
            issue(world, batch, payload, by=stranger)
    with pytest.raises(Refused) as refused:
        issue(world, batch, payload, by=world.cmo.actor(quality.QA))

    assert refused.value.code == "role_missing"
    assert world.traces() == before
