"""The log that two companies share, beside the private logs of each."""

import json
import threading

import pytest
from django.db import connection

from cobatch.ledger import cose, genesis, keyring
from cobatch.ledger.append import append
from cobatch.ledger.check import check_all, check_log
from cobatch.ledger.heads import ClosedLogError
from cobatch.ledger.models import Event, Log, WrappedKey
from cobatch.ledger.opening import open_log
from cobatch.network import tenancy
from cobatch.network.models import Relationship, Site

from .conftest import company_named, statement

pytestmark = pytest.mark.commits


def site_of(company):
    return Site.objects.create(
        organisation=company, name="Works", city="Pune", zone="Asia/Kolkata", country="IN"
    )


def related(sponsor, cmo, owner_connection):
    """Written past the engine, which alone may move states; the ledger does not care how it came about."""
    row = Relationship(
        sponsor=sponsor,
        cmo=cmo,
        sponsor_site=site_of(sponsor),
        cmo_site=site_of(cmo),
        proposed_by="cmo",
        state="active",
    )
    fields = Relationship._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    owner_connection.execute("SET session_replication_role = replica")
    owner_connection.execute(
        f"INSERT INTO network_relationship ({columns}) VALUES ({', '.join(['%s'] * len(fields))})",  # noqa: S608
        values,
    )
    owner_connection.execute("SET session_replication_role = origin")
    return row


@pytest.fixture
def cast(transactional_db, owner_connection):
    """Sponsor, manufacturer, their relationship, and a second sponsor of the same manufacturer."""
    sponsor, cmo, other = (company_named(code) for code in ("LDS", "LDM", "LDO"))
    relationship = related(sponsor, cmo, owner_connection)
    logs = {}
    for company in (sponsor, cmo, other):
        with tenancy.as_organisation(company.id):
            logs[company.code] = open_log(organisation=company, moved_clock=False)
    with tenancy.as_organisation(cmo.id):
        logs["shared"] = open_log(
            relationship=Relationship.objects.get(id=relationship.id), moved_clock=False
        )
    return sponsor, cmo, other, logs


def test_both_companies_keys_are_bound_and_both_agree(cast):
    sponsor, cmo, _, logs = cast
    with tenancy.as_organisation(sponsor.id):
        event = Event.objects.get(log=logs["shared"], seq=0)
        data = json.loads(cose.peek(bytes(event.envelope)).payload)["data"]
        bound = genesis.bound_keys(logs["shared"].origin, data)
        assert [part["as"] for part in data["keys"]] == ["sponsor", "cmo"]
        assert {issuer for issuer, _ in bound} == {keyring.issuer_of(sponsor.id), keyring.issuer_of(cmo.id)}
        data["keys"][1], data["proofs"][1] = data["keys"][0], data["proofs"][0]
        with pytest.raises(genesis.GenesisError):
            genesis.bound_keys(logs["shared"].origin, data)


@pytest.mark.parametrize("spoil", ["origin", "clock", "proof", "missing", "kid"])
def test_a_binding_that_was_changed_does_not_hold(cast, spoil):
    sponsor, _, _, logs = cast
    with tenancy.as_organisation(sponsor.id):
        event = Event.objects.get(log=logs["shared"], seq=0)
    data = json.loads(cose.peek(bytes(event.envelope)).payload)["data"]
    origin = logs["shared"].origin + ("x" if spoil == "origin" else "")
    match spoil:
        case "clock":
            data["clock"] = "moved"
        case "proof":
            data["proofs"].reverse()
        case "missing":
            data["proofs"].pop()
        case "kid":
            data["keys"][0]["kid"] = "AAAAAA"
    with pytest.raises(genesis.GenesisError):
        genesis.bound_keys(origin, data)


def test_both_companies_append_and_both_see_and_check_everything(cast):
    sponsor, cmo, _, logs = cast
    for company in (sponsor, cmo, sponsor):
        with tenancy.as_organisation(company.id):
            append([statement(logs["shared"].id, company.id)])
    for company in (sponsor, cmo):
        with tenancy.as_organisation(company.id):
            assert Event.objects.filter(log=logs["shared"]).count() == 4
            assert check_log(logs["shared"]) == []


def test_acts_in_two_logs_take_one_statement_more_than_in_one(cast, django_assert_num_queries):
    _, cmo, _, logs = cast
    with tenancy.as_organisation(cmo.id):
        acts = [statement(logs[name].id, cmo.id) for name in ("shared", "LDM", "shared")]
        with django_assert_num_queries(5):
            positions = append(acts)
    assert [(position.log_id, position.index) for position in positions] == [
        (logs["shared"].id, 1),
        (logs["LDM"].id, 1),
        (logs["shared"].id, 2),
    ]


def test_the_second_sponsor_sees_neither_log_nor_keys(cast):
    sponsor, _, other, logs = cast
    with tenancy.as_organisation(other.id):
        assert list(Log.objects.values_list("id", flat=True)) == [logs["LDO"].id]
        assert not WrappedKey.objects.filter(key__organisation_id=sponsor.id).exists()
        with pytest.raises(ClosedLogError):
            append([statement(logs["shared"].id, other.id)])


def test_an_entry_of_a_company_whose_key_is_not_bound_is_named(cast, owner_connection):
    _, cmo, other, logs = cast
    with tenancy.as_organisation(cmo.id):
        (position,) = append([statement(logs["shared"].id, cmo.id)])
    with tenancy.as_organisation(other.id):
        foreign = cose.sign(
            b"{}", keyring.signing_key(other.id), keyring.issuer_of(other.id), logs["shared"].origin
        )
    owner_connection.execute("SET session_replication_role = replica")
    owner_connection.execute(
        "UPDATE ledger_event SET envelope = %s WHERE log_id = %s AND seq = %s",
        [foreign, logs["shared"].id, position.index],
    )
    with tenancy.as_organisation(cmo.id):
        assert {"leaf", "envelope", "root"} <= {finding.code for finding in check_log(logs["shared"])}


def test_writers_of_two_logs_in_opposite_order_do_not_deadlock(cast):
    _, cmo, _, logs = cast
    failures = []
    start = threading.Barrier(2)

    def write(names):
        try:
            start.wait()
            for _ in range(15):
                with tenancy.as_organisation(cmo.id):
                    append([statement(logs[name].id, cmo.id) for name in names])
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=write, args=[names]) for names in (["shared", "LDM"], ["LDM", "shared"])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with tenancy.as_organisation(cmo.id):
        assert set(Log.objects.values_list("size", flat=True)) == {31}


@pytest.fixture
def as_auditor(cast):
    """The test's own connection, in the role that reads everything and writes nothing."""
    user = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = "cobatch_auditor"
    yield
    connection.close()
    connection.settings_dict["USER"] = user


def test_the_auditor_checks_every_log(cast, as_auditor, owner_connection):
    *_, logs = cast
    assert check_all() == []
    owner_connection.execute("SET session_replication_role = replica")
    owner_connection.execute("UPDATE ledger_log SET root = sha256('') WHERE id = %s", [logs["shared"].id])
    assert {(found.origin, found.code) for found in check_all()} == {(logs["shared"].origin, "root")}
    assert Log.objects.count() == 4
