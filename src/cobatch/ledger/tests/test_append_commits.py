"""Appends that really commit: side by side, cut off half way, and tampered with behind the application's back."""

import json
import threading

import pytest
from django.db import OperationalError, connection

from cobatch.kernel.canonical import canonical
from cobatch.ledger import cose, heads, keyring, merkle, proofs
from cobatch.ledger.append import NoTransactionError, append
from cobatch.ledger.check import BlindCheckError, check_all, check_log
from cobatch.ledger.models import Disclosure, Event
from cobatch.ledger.opening import open_log
from cobatch.network import tenancy

from .conftest import company_named, statement

pytestmark = pytest.mark.commits
OFF = "SET session_replication_role = replica"


@pytest.fixture
def company(transactional_db):
    return company_named("LDG")


@pytest.fixture
def log(company):
    with tenancy.as_organisation(company.id):
        return open_log(organisation=company, moved_clock=False)


def add(log, company, count):
    with tenancy.as_organisation(company.id):
        return append([statement(log.id, company.id, n) for n in range(count)])


def checked(log, company):
    with tenancy.as_organisation(company.id):
        return check_log(log)


def test_eight_writers_on_one_log_leave_no_gap_and_no_fork(log, company):
    positions, failures = [], []
    start = threading.Barrier(8)

    def write():
        try:
            start.wait()
            for _ in range(12):
                positions.extend(add(log, company, 3))
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(position.index for position in positions) == list(range(1, 289))
    with tenancy.as_organisation(company.id):
        rows = Event.objects.filter(log=log).order_by("seq").values_list("seq", "leaf")
        leaves = [bytes(leaf) for _, leaf in rows]
        assert [seq for seq, _ in rows] == list(range(289))
        log.refresh_from_db()
        assert bytes(log.root) == merkle.root_of(leaves)
        assert all(leaves[position.index] == position.leaf for position in positions)
    assert checked(log, company) == []


def test_a_connection_lost_between_event_and_head_leaves_nothing(log, company, owner_connection, monkeypatch):
    add(log, company, 2)
    save = heads.save

    def lose_the_connection(head):
        with connection.cursor() as cursor:
            assert Event.objects.filter(log=log).count() == 4
            cursor.execute("SELECT pg_backend_pid()")
            owner_connection.execute("SELECT pg_terminate_backend(%s)", cursor.fetchone())
        save(head)

    monkeypatch.setattr(heads, "save", lose_the_connection)
    with pytest.raises(OperationalError):
        add(log, company, 1)
    connection.close()
    monkeypatch.undo()
    assert checked(log, company) == []
    assert add(log, company, 1)[0].index == 3
    assert checked(log, company) == []
    with tenancy.as_organisation(company.id):
        assert Disclosure.objects.filter(log=log).count() == 9


def test_outside_a_transaction_nothing_is_appended(log, company):
    with pytest.raises(NoTransactionError):
        append([statement(log.id, company.id)])


def test_the_application_cannot_check_all_and_says_so():
    with pytest.raises(BlindCheckError):
        check_all()


TAMPERED = {
    "envelope byte": ("UPDATE ledger_event SET envelope = set_byte(envelope, 150, get_byte(envelope, 150) # 1) WHERE seq = 7", 7, {"leaf", "signature", "envelope", "node", "frontier", "root"}),
    "signature byte": ("UPDATE ledger_event SET envelope = set_byte(envelope, octet_length(envelope) - 1, get_byte(envelope, octet_length(envelope) - 1) # 1) WHERE seq = 7", 7, {"leaf", "signature"}),
    "leaf": ("UPDATE ledger_event SET leaf = set_byte(leaf, 0, get_byte(leaf, 0) # 1) WHERE seq = 7", 7, {"leaf"}),
    "type column": ("UPDATE ledger_event SET type = 'orders.reject/1' WHERE seq = 7", 7, {"payload"}),
    "id column": ("UPDATE ledger_event SET event_uuid = gen_random_uuid() WHERE seq = 7", 7, {"payload"}),
    "two events swapped": ("UPDATE ledger_event SET seq = 1000 WHERE seq = 7; UPDATE ledger_event SET seq = 7 WHERE seq = 8; UPDATE ledger_event SET seq = 8 WHERE seq = 1000", 7, {"disclosures", "node", "root"}),
    "event shown to others": ("UPDATE ledger_event SET sponsor_id = gen_random_uuid() WHERE seq = 7", 7, {"owner"}),
    "event removed": ("DELETE FROM ledger_event WHERE seq = 7", 8, {"gap", "size", "root"}),
    "last event removed": ("DELETE FROM ledger_event WHERE seq = 260", None, {"size", "root", "frontier"}),
    "disclosure body": ("UPDATE ledger_disclosure SET body = overlay(body placing 'AAAA' from 30) WHERE seq = 7 AND n = 1", 7, {"disclosure"}),
    "disclosure group": ("UPDATE ledger_disclosure SET \"group\" = 'quality' WHERE seq = 7 AND n = 1", 7, {"disclosure"}),
    "disclosure digest": ("UPDATE ledger_disclosure SET digest = repeat('A', 43) WHERE seq = 7 AND n = 1", 7, {"disclosure", "disclosures"}),
    "disclosure removed": ("DELETE FROM ledger_disclosure WHERE seq = 7 AND n = 1", 7, {"disclosures"}),
    "disclosure moved": ("UPDATE ledger_disclosure SET n = 5 WHERE seq = 7 AND n = 1", 7, {"disclosures"}),
    "disclosure beyond": ("UPDATE ledger_disclosure SET seq = 900 WHERE seq = 7", 900, {"disclosures"}),
    "node": ("UPDATE ledger_node SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1)", None, {"node"}),
    "node removed": ("DELETE FROM ledger_node", None, {"node"}),
    "node shown to others": ("UPDATE ledger_node SET cmo_id = gen_random_uuid()", None, {"owner"}),
    "node beyond": ("INSERT INTO ledger_node SELECT organisation_id, sponsor_id, cmo_id, level, 9, hash, log_id FROM ledger_node", None, {"node"}),
    "frontier": ("UPDATE ledger_log SET frontier = set_byte(frontier, 0, get_byte(frontier, 0) # 1)", None, {"frontier"}),
    "root": ("UPDATE ledger_log SET root = set_byte(root, 0, get_byte(root, 0) # 1)", None, {"root"}),
    "size": ("UPDATE ledger_log SET size = 259", 260, {"size", "root"}),
    "cosigned head": ("UPDATE ledger_log SET cosigned_size = 5", None, {"cosigned"}),
    "origin": ("UPDATE ledger_log SET origin = 'elsewhere'", 7, {"payload", "genesis"}),
    "public key": ("UPDATE ledger_organisationkey SET public = set_byte(public, 0, get_byte(public, 0) # 1)", None, {"key_row"}),
    "genesis removed": ("DELETE FROM ledger_event WHERE seq = 0", 1, {"gap", "key"}),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_whatever_is_changed_in_the_database_is_named(what, log, company, owner_connection):
    add(log, company, 260)
    assert checked(log, company) == []
    sql, seq, codes = TAMPERED[what]
    owner_connection.execute(OFF)
    assert owner_connection.execute(sql).rowcount > 0
    findings = checked(log, company)
    found = {finding.code for finding in findings}
    assert codes - {"envelope", "signature"} <= found
    assert codes & {"envelope", "signature"} == set() or found & {"envelope", "signature"}
    assert seq in {finding.seq for finding in findings if finding.code in codes}
    assert all(str(finding.text) for finding in findings)


MALFORMED = {
    "no digests": ({"sd": 7}, "envelope"),
    "digests of another kind": ({"sd": [1]}, "envelope"),
    "digests of nothing": ({"sd": ["AAAA"]}, "disclosures"),
    "another field": ({"x": 1}, "envelope"),
    "nothing seen": ({"seen": None}, "seen"),
    "a later state seen": ({"seen": {"size": 9, "root": "AAAA"}}, "seen"),
    "a state seen that never was": ({"seen": {"size": 1, "root": "AAAA"}}, "seen"),
    "another log": ({"log": "cobatch/org/other"}, "payload"),
    "another version": ({"v": 2}, "payload"),
    "another organisation": ({"org": "urn:uuid:other"}, "payload"),
}


@pytest.mark.parametrize("what", MALFORMED)
@pytest.mark.parametrize("seq", [0, 2])
def test_what_a_company_signed_wrongly_is_named_too(what, seq, log, company, owner_connection):
    add(log, company, 3)
    changes, code = MALFORMED[what]
    with tenancy.as_organisation(company.id):
        signed = cose.peek(bytes(Event.objects.get(log=log, seq=seq).envelope))
        payload = canonical(json.loads(signed.payload) | changes)
        forged = cose.sign(payload, keyring.signing_key(company.id), signed.iss, signed.sub)
    owner_connection.execute(OFF)
    owner_connection.execute("UPDATE ledger_event SET envelope = %s WHERE seq = %s", [forged, seq])
    assert code in {finding.code for finding in checked(log, company) if finding.seq == seq}


@pytest.mark.parametrize(
    "data",
    [5, {}, {"clock": "system", "keys": 1, "proofs": 2}, {"clock": "system", "keys": [1], "proofs": [2]},
     {"clock": "system", "keys": [{"org": 1, "alg": "Ed25519", "kid": "AAAAAA", "public": "A" * 43}], "proofs": ["AA"]},
     {"clock": "system", "keys": ["a"], "proofs": ["AA"]}, {"clock": "system", "keys": [], "proofs": []}],
)  # fmt: skip
def test_a_first_entry_that_binds_nothing_is_named(data, log, company, owner_connection):
    with tenancy.as_organisation(company.id):
        signed = cose.peek(bytes(Event.objects.get(log=log).envelope))
        payload = canonical(json.loads(signed.payload) | {"data": data})
        forged = cose.sign(payload, keyring.signing_key(company.id), signed.iss, signed.sub)
    owner_connection.execute(OFF)
    owner_connection.execute("UPDATE ledger_event SET envelope = %s", [forged])
    assert {"genesis", "key"} & {finding.code for finding in checked(log, company)}


def test_an_erased_disclosure_leaves_the_log_sound(log, company, owner_connection):
    add(log, company, 3)
    owner_connection.execute(OFF)
    owner_connection.execute(
        "UPDATE ledger_disclosure SET body = NULL, erased_at = now() WHERE \"group\" = 'person'"
    )
    assert checked(log, company) == []
    with tenancy.as_organisation(company.id):
        assert proofs.inclusion(log.id, 2).holds()


def test_a_forged_event_with_all_hashes_repaired_has_no_signature_to_show(log, company, owner_connection):
    add(log, company, 3)
    with tenancy.as_organisation(company.id):
        event = Event.objects.get(log=log, seq=3)
        forged = bytearray(event.envelope)
        forged[200] ^= 1
        leaves = [
            bytes(leaf)
            for leaf in Event.objects.filter(log=log).order_by("seq").values_list("leaf", flat=True)
        ]
    frontier = merkle.Frontier()
    leaves[3] = merkle.leaf_hash(bytes(forged))
    for leaf in leaves:
        frontier.push(leaf)
    owner_connection.execute(OFF)
    owner_connection.execute(
        "UPDATE ledger_event SET envelope = %s, leaf = %s WHERE seq = 3", [bytes(forged), leaves[3]]
    )
    owner_connection.execute(
        "UPDATE ledger_log SET frontier = %s, root = %s", [frontier.to_bytes(), frontier.root()]
    )
    assert {finding.code for finding in checked(log, company)} & {"signature", "envelope"}
