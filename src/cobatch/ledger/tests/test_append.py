"""What append() writes, in how many statements, and when it refuses."""

import json
from datetime import timedelta, timezone

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cobatch.kernel.canonical import canonical
from cobatch.ledger import base64url, cose, disclosure, keyring, keys, merkle, proofs
from cobatch.ledger.append import append
from cobatch.ledger.check import check_log
from cobatch.ledger.heads import ClosedLogError
from cobatch.ledger.models import Disclosure, Event, Log, LogState, Node, OrganisationKey, WrappedKey
from cobatch.ledger.opening import open_log
from cobatch.network import tenancy

from .conftest import AT, company_named, statement


def payload_of(event):
    return json.loads(cose.peek(bytes(event.envelope)).payload)


def test_a_log_begins_with_the_keys_that_may_sign_in_it(log, company):
    key = OrganisationKey.objects.get(organisation=company)
    event = Event.objects.get(log=log)
    data = payload_of(event)["data"]
    assert (log.size, event.seq, event.type) == (1, 0, "log.genesis/1")
    assert data["clock"] == "system"
    assert [(k["as"], k["org"]) for k in data["keys"]] == [("organisation", keyring.issuer_of(company.id))]
    assert base64url.decode(data["keys"][0]["public"]) == bytes(key.public)
    assert check_log(log) == []


def test_a_log_made_under_a_moved_clock_says_so(company):
    log = open_log(organisation=company, moved_clock=True)
    assert payload_of(Event.objects.get(log=log))["data"]["clock"] == "moved"


def test_the_stored_bytes_are_the_signed_ones(log, company):
    at = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    (position,) = append([statement(log.id, company.id, at=at, refs=["abc"])])
    event = Event.objects.get(log=log, seq=position.index)
    public = bytes(OrganisationKey.objects.get(organisation=company).public)
    signed = cose.verify(bytes(event.envelope), public)
    payload = json.loads(signed.payload)
    assert bytes(event.leaf) == position.leaf == merkle.leaf_hash(bytes(event.envelope))
    assert signed.payload == canonical(payload)
    assert (payload["at"], payload["refs"], payload["id"]) == (
        "2026-11-24T11:30:00.123Z",
        ["abc"],
        str(event.event_uuid),
    )
    assert (signed.iss, signed.sub) == (keyring.issuer_of(company.id), log.origin)
    assert payload["seen"] == {"size": 0, "root": base64url.encode(merkle.EMPTY_ROOT)}


def test_content_goes_into_disclosures_only(log, company):
    (position,) = append([statement(log.id, company.id)])
    envelope = bytes(Event.objects.get(log=log, seq=position.index).envelope)
    rows = list(Disclosure.objects.filter(log=log, seq=position.index).order_by("n"))
    assert [row.digest for row in rows] == json.loads(cose.peek(envelope).payload)["sd"]
    assert {row.group: disclosure.read(row.body)[1] for row in rows} == statement(log.id, company.id).groups
    for word in (b"89817", b"44000", b"Tomas"):
        assert word not in envelope


def test_one_act_takes_four_statements(log, company, django_assert_num_queries):
    append([statement(log.id, company.id)])
    with django_assert_num_queries(4):
        append([statement(log.id, company.id)])


def test_many_acts_take_no_more_statements_than_one(log, company, django_assert_num_queries):
    append([statement(log.id, company.id)])
    with django_assert_num_queries(4):
        positions = append([statement(log.id, company.id, n) for n in range(5)])
    assert [position.index for position in positions] == [2, 3, 4, 5, 6]


def test_without_groups_no_disclosure_is_written(log, company, django_assert_num_queries):
    append([statement(log.id, company.id)])
    with django_assert_num_queries(3):
        append([statement(log.id, company.id, groups={})])
    assert check_log(log) == []


def test_nothing_to_append_asks_nothing(log, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert append([]) == []


def test_the_head_is_the_tree_of_the_entries_and_every_256th_leaves_a_node(log, add):
    add(250)
    assert not Node.objects.filter(log=log).exists()
    add(300)
    log.refresh_from_db()
    leaves = [
        bytes(leaf) for leaf in Event.objects.filter(log=log).order_by("seq").values_list("leaf", flat=True)
    ]
    assert len(leaves) == log.size == 551
    assert bytes(log.root) == merkle.root_of(leaves)
    assert len(log.frontier) == 32 * (551).bit_count()
    nodes = {(node.level, node.idx): bytes(node.hash) for node in Node.objects.filter(log=log)}
    assert nodes == {(1, 0): merkle.root_of(leaves[:256]), (1, 1): merkle.root_of(leaves[256:512])}
    assert check_log(log) == []


def test_proofs_from_the_database_hold_for_the_present_and_for_earlier_sizes(
    log, add, django_assert_max_num_queries
):
    add(550)
    for index, size in [(0, 551), (255, 551), (256, 551), (550, 551), (3, 300), (511, 512), (0, 1)]:
        assert proofs.inclusion(log.id, index, size).holds()
    for old, new in [(1, 551), (256, 551), (257, 551), (300, 512), (551, 551)]:
        assert proofs.consistency(log.id, old, new).holds()
    with django_assert_max_num_queries(5):
        assert proofs.inclusion(log.id, 17).size == 551


def test_a_size_that_the_log_has_not_reached_has_no_proof(log, add):
    add(3)
    with pytest.raises(merkle.ImpossibleProofError):
        proofs.inclusion(log.id, 0, 5)
    with pytest.raises(merkle.ImpossibleProofError):
        proofs.consistency(log.id, 0)


def test_the_same_event_twice_is_refused(log, company):
    once = statement(log.id, company.id)
    append([once])
    with pytest.raises(IntegrityError, match="event_once_in_its_log"), transaction.atomic():
        append([once])
    log.refresh_from_db()
    assert log.size == 2


def test_a_log_in_recovery_is_read_only(log, company, add):
    Log.objects.filter(id=log.id).update(state=LogState.RECOVERY)
    with pytest.raises(ClosedLogError, match="recovery"):
        add(1)
    assert proofs.inclusion(log.id, 0).holds()


def test_another_company_neither_sees_nor_feeds_the_log(log, company, add):
    add(1)
    tenancy.choose(None)
    stranger = company_named("LDX")
    tenancy.choose(stranger.id)
    keyring.ensure_key(stranger)
    with pytest.raises(ClosedLogError):
        append([statement(log.id, stranger.id)])
    for model in (Log, Event, Node, Disclosure):
        assert not model.objects.exists()


def test_a_replaced_key_is_noticed_under_the_lock(log, company, add):
    add(1)
    OrganisationKey.objects.filter(organisation=company).update(active=False)
    fresh = keyring.ensure_key(company)
    (position,) = add(1)
    signed = cose.verify(bytes(Event.objects.get(log=log, seq=position.index).envelope), bytes(fresh.public))
    assert signed.kid == bytes(fresh.kid)
    # The log does not know the new key yet: position decides, not the clock.
    assert {finding.code for finding in check_log(log)} == {"key"}


def test_a_key_whose_transaction_was_rolled_back_signs_nothing(company):
    with transaction.atomic():
        open_log(organisation=company, moved_clock=False)
        transaction.set_rollback(True)
    log = open_log(organisation=company, moved_clock=False)
    append([statement(log.id, company.id)])
    assert check_log(log) == []


def test_an_organisation_has_one_key_and_its_private_part_is_sealed(company, settings):
    made = keyring.ensure_key(company)
    assert keyring.ensure_key(company) == made
    private = keyring.signing_key(company.id).private.private_bytes_raw()
    wrapped = bytes(WrappedKey.objects.get(key=made).wrapped)
    assert private not in wrapped
    keyring.forget(company.id)
    settings.COBATCH_MASTER_KEY = bytes(32)
    with pytest.raises(keys.UnusableKeyError):
        keyring.signing_key(company.id)


def test_a_log_belongs_to_somebody(db):
    with pytest.raises(ValueError, match="belongs"):
        open_log(moved_clock=False)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_event SET type = 'x'",
        "DELETE FROM ledger_event",
        "TRUNCATE ledger_event CASCADE",
        "UPDATE ledger_node SET hash = ''",
        "DELETE FROM ledger_node",
        "UPDATE ledger_disclosure SET body = NULL, erased_at = now()",
        "DELETE FROM ledger_disclosure",
        "DELETE FROM ledger_log",
        "UPDATE ledger_log SET size = 1",
        "UPDATE ledger_log SET root = '\\x00'",
        "UPDATE ledger_log SET origin = 'elsewhere'",
    ],
)
def test_the_application_cannot_change_what_was_written(log, add, sql):
    add(260)
    with pytest.raises(ProgrammingError, match=r"append-only|permission denied"), transaction.atomic():
        connection.cursor().execute(sql)
    assert check_log(log) == []
