"""TP-16: a document is signed by author, reviewer and approver, and takes effect by itself on its day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cobatch.documents.models import Signature
from cobatch.documents.signing import SignatureInput
from cobatch.kernel.refusals import NotYours, Refused, SignatureNeeded
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.steps.agreements.models import MasterDocument
from cobatch.steps.agreements.queries import effective_documents
from cobatch.touchpoints.engine import Request, perform
from cobatch.touchpoints.models import Waiting
from tests.setups import agreements
from tests.world import PASSWORD

QA = Role.QUALITY_ASSURANCE
SUBMIT, REVIEW = "agreements.submit_document", "agreements.review_document"
APPROVE, RETURN = "agreements.approve_document", "agreements.return_document"
KIND = "master_batch_record"
NO_FILE = "01890000-0000-7000-8000-000000000000"


def state(world, pk):
    return world.read(MasterDocument, pk).state


def wait(world, pk):
    return [(wait.code, wait.side) for wait in world.rows(Waiting, root_id=pk, ended_at=None)]


def effective(world, day=None):
    with as_organisation(world.sponsor.organisation.id):
        found = effective_documents([world.item.pk, world.other_item.pk], day or agreements.today(world))
    return {item: {kind: each.pk for kind, each in kinds.items()} for item, kinds in found.items()}


def test_three_signatures_make_a_document_effective(world):
    pk = agreements.document_submitted(world)
    assert (state(world, pk), wait(world, pk)) == ("in_review", [(REVIEW, "cmo")])

    world.act(REVIEW, pk, {}, world.cmo.actor(QA), version=1)
    assert (state(world, pk), wait(world, pk)) == ("reviewed", [(APPROVE, "sponsor")])

    world.act(APPROVE, pk, {}, world.sponsor.actor(QA), version=2)
    assert (state(world, pk), wait(world, pk)) == ("effective", [])
    assert effective(world) == {world.item.pk: {KIND: pk}}


def test_all_three_sign_the_same(world):
    pk = agreements.document_approved(world)

    signatures = sorted(world.rows(Signature, root_id=pk), key=lambda each: each.root_version)
    assert [each.meaning for each in signatures] == ["AUTHORED", "REVIEWED", "APPROVED"]
    assert len({each.record_hash for each in signatures}) == 1


def test_seven_days_a_round(world):
    pk = agreements.document_submitted(world)

    [waiting] = world.rows(Waiting, root_id=pk, ended_at=None)
    calendar = world.cmo.site.calendar
    assert waiting.due == calendar.at_closing(calendar.local_day(waiting.since) + timedelta(days=7))


def test_a_returned_document_goes_another_round_with_a_new_file_and_new_signatures(world):
    pk = agreements.document_submitted(world)
    why = {"reason": "Page 4 lacks the drying time."}
    world.act(RETURN, pk, why, world.cmo.actor(QA), version=1)
    assert (state(world, pk), wait(world, pk)) == ("returned", [("agreements.resubmit_document", "cmo")])

    file = agreements.handed_over(world, name="second.pdf")
    payload = {
        "file": str(file.pk),
        "effective_from": agreements.today(world).isoformat(),
        "answer": "Added.",
    }
    world.act("agreements.resubmit_document", pk, payload, world.cmo.actor(Role.DOCUMENT_OWNER), version=2)
    world.act(REVIEW, pk, {}, world.cmo.actor(QA), version=3)
    world.act(RETURN, pk, why, world.sponsor.actor(QA), version=4)
    world.act("agreements.resubmit_document", pk, payload, world.cmo.actor(Role.DOCUMENT_OWNER), version=5)
    world.act(REVIEW, pk, {}, world.cmo.actor(QA), version=6)
    world.act(APPROVE, pk, {}, world.sponsor.actor(QA), version=7)

    assert state(world, pk) == "effective"
    assert world.read(MasterDocument, pk).file_id == file.pk
    hashes = [each.record_hash for each in world.rows(Signature, root_id=pk)]
    assert sorted(hashes.count(each) for each in set(hashes)) == [1, 5]


def test_only_who_holds_the_document_returns_it(world):
    pk = agreements.document_submitted(world)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        world.act(RETURN, pk, {"reason": "Not now."}, world.sponsor.actor(QA), version=1)

    assert refused.value.code == "not_your_round"
    assert world.traces() == before


def test_nobody_reviews_a_document_of_their_own(world):
    roles = ["quality_assurance", "document_owner"]
    person = world.cmo.people["quality_assurance"]
    world.act("parties.change_roles", world.cmo.organisation, {"person": person.pk, "roles": roles},
              world.cmo.actor(Role.ADMINISTRATOR))  # fmt: skip
    author = world.cmo.actor(QA)
    pk = world.act(SUBMIT, world.relationship, agreements.document(world), author).record_id
    before = world.traces()

    with pytest.raises(Refused) as refused:
        world.act(REVIEW, pk, {}, author, version=1)

    assert refused.value.code == "own_document"
    assert world.traces() == before


def test_a_withdrawn_document_leaves_its_number_and_what_is_effective(world):
    first = agreements.document_approved(world)
    pk = agreements.document_submitted(world, revision="02", change="CC-26-0007")

    owner = world.cmo.actor(Role.DOCUMENT_OWNER)
    world.act("agreements.withdraw_document", pk, {"reason": "Wrong file."}, owner, version=1)

    assert (state(world, pk), wait(world, pk), state(world, first)) == ("withdrawn", [], "effective")
    assert agreements.document_submitted(world, revision="02", change="CC-26-0007") != pk


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"item": "HR-999"}, "item_unknown", "/item"),
        ({"item": "CV-500"}, "item_unknown", "/item"),
        ({"file": NO_FILE, "revision": "02", "change": "CC-26-0007"}, "file_unknown", "/file"),
        ({"revision": "01", "change": "CC-26-0007"}, "revision_taken", "/revision"),
        ({"revision": "02"}, "change_missing", "/change"),
        ({"number": "another", "revision": "01"}, "change_missing", "/change"),
    ],
)
def test_a_refused_submission_changes_nothing_and_says_why(world, values, code, field):
    agreements.document_approved(world)
    payload = agreements.document(world) | values
    before = world.traces()

    with pytest.raises(Refused) as refused:
        world.act(SUBMIT, world.relationship, payload, world.cmo.actor(Role.DOCUMENT_OWNER))

    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [(code, field)]
    assert world.traces() == before


def test_the_sponsor_does_not_submit_and_strangers_find_nothing(world):
    payload = agreements.document(world)
    pk = agreements.document_submitted(world, kind="specification")
    before = world.traces()

    for somebody in (world.sponsor.actor(QA), world.other_sponsor.actor(QA)):
        with pytest.raises(NotYours):
            world.act(SUBMIT, world.relationship, payload, somebody)
    for somebody in (world.sponsor.actor(QA), world.other_cmo.actor(QA)):
        with pytest.raises(NotYours):
            world.act(REVIEW, pk, {}, somebody, version=1)
    with pytest.raises(Refused) as refused:
        world.act(REVIEW, pk, {}, world.cmo.actor(Role.PRODUCTION), version=1)

    assert refused.value.code == "role_missing"
    assert world.traces() == before


@pytest.mark.parametrize("code", [SUBMIT, REVIEW])
def test_a_signed_act_costs_few_statements(world, code):
    role, pk, payload = Role.DOCUMENT_OWNER, world.relationship.pk, agreements.document(world)
    if code == REVIEW:
        role, pk, payload = QA, agreements.document_submitted(world), {}
    version = None if code == SUBMIT else 1
    wish = Request(code, pk, world.cmo.actor(role), "counted-request", payload, version)
    with pytest.raises(SignatureNeeded) as needed:
        perform(wish)
    signature = SignatureInput(needed.value.challenge["hash"], wish.actor.person.email, PASSWORD)

    with CaptureQueriesContext(connection) as asked:
        perform(replace(wish, signature=signature))

    # A test runs inside a transaction, where begin and commit are savepoints.
    assert len([each for each in asked if "SAVEPOINT" not in each["sql"]]) <= 20
