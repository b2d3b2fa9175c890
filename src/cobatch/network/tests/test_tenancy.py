"""The walls between companies, tested in PostgreSQL itself with raw statements."""

import pytest
from django.db import DatabaseError, connection, transaction

from cobatch.kernel.roles import Role
from cobatch.network.models import Limit, Organisation, Person, Relationship, Site, Token
from cobatch.network.tenancy import OPEN, POLICIES, as_organisation, choose, guarded_models, tenancy_of


def seen(company, table, where="true"):
    """How many rows of a table the company sees with its own SQL."""
    with as_organisation(company.organisation.pk), connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{table}" where {where}')  # noqa: S608
        return cursor.fetchone()[0]


@pytest.mark.parametrize("model", list(guarded_models()), ids=lambda model: model._meta.db_table)
def test_every_table_of_a_company_is_walled_even_for_its_owner(model, world):
    with connection.cursor() as cursor:
        cursor.execute(
            "select relrowsecurity, relforcerowsecurity from pg_class where relname = %s",
            [model._meta.db_table],
        )
        enabled = cursor.fetchone()
        cursor.execute("select polname, polcmd::text from pg_policy p join pg_class c on c.oid = p.polrelid "
                       "where c.relname = %s order by 1", [model._meta.db_table])  # fmt: skip
        policies = cursor.fetchall()

    if tenancy_of(model) in OPEN:
        assert policies == []
    else:
        assert tenancy_of(model) in POLICIES
        assert enabled == (True, True)
        assert policies == [("auditor", "r"), ("walls", "*")]


def test_what_belongs_to_a_relationship_is_seen_by_its_two_companies_only(world):
    order = world.issue_order()
    where = f"id = '{order}'"

    assert [seen(company, "orders_purchaseorder", where) for company in companies(world)] == [1, 1, 0, 0]
    assert [seen(company, "network_relationship") for company in companies(world)] == [1, 2, 1, 0]


def companies(world):
    return world.sponsor, world.cmo, world.other_sponsor, world.other_cmo


def test_with_nobody_chosen_only_what_signing_in_needs_is_there(world):
    world.issue_order()
    choose(None)

    with connection.cursor() as cursor:
        for model in guarded_models():
            if tenancy_of(model) in ("shared", "private", "either", "ledger_key"):
                cursor.execute(f'select count(*) from "{model._meta.db_table}"')  # noqa: S608
                assert cursor.fetchone() == (0,), model


def test_partners_see_names_and_sites_of_each_other_and_nothing_private(world):
    payload = {"person": world.sponsor.people[Role.BUYER].pk, "up_to": {"amount": "5", "currency": "USD"}}
    world.act(
        "parties.set_limit", world.sponsor.organisation, payload, world.sponsor.actor(Role.ADMINISTRATOR)
    )

    assert world.rows(Person, world.cmo, organisation=world.sponsor.organisation)
    assert world.rows(Site, world.cmo, organisation=world.sponsor.organisation)
    for model in (Limit, Token):
        assert not world.rows(model, world.cmo, organisation=world.sponsor.organisation)
    for model in (Person, Site):
        assert not world.rows(model, world.other_sponsor, organisation=world.sponsor.organisation)
    assert not world.rows(Organisation, world.other_sponsor, pk=world.sponsor.organisation.pk)


def test_a_partner_reads_but_does_not_write(world):
    buyer = world.sponsor.people[Role.BUYER]
    for model, values in ((Person, {"name": "Mallory"}), (Organisation, {"name": "Mallory"})):
        pk = buyer.pk if model is Person else world.sponsor.organisation.pk
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            with as_organisation(world.cmo.organisation.pk):
                model.objects.filter(pk=pk).update(**values)


def test_nobody_puts_a_row_into_anothers_company_or_relationship(world):
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        with as_organisation(world.other_sponsor.organisation.pk):
            Limit.objects.create(
                organisation=world.sponsor.organisation, person=world.sponsor.people[Role.BUYER], amount=1,
                currency="USD",
            )  # fmt: skip
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        with as_organisation(world.other_sponsor.organisation.pk), connection.cursor() as cursor:
            cursor.execute(
                "update network_item set sponsor_id = %s, cmo_id = %s",
                [world.sponsor.organisation.pk, world.cmo.organisation.pk],
            )


def test_a_row_cannot_be_moved_to_another_company(world):
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        with as_organisation(world.sponsor.organisation.pk):
            Person.objects.filter(pk=world.sponsor.people[Role.BUYER].pk).update(
                organisation=world.cmo.organisation
            )


def test_a_choice_of_company_ends_with_its_transaction(world):
    with as_organisation(world.sponsor.organisation.pk):
        pass
    choose(None)
    with transaction.atomic(), as_organisation(world.other_sponsor.organisation.pk):
        assert not Relationship.objects.filter(pk=world.relationship.pk).exists()


def test_the_code_of_a_company_finds_it_and_nothing_else_does(world):
    with as_organisation(world.other_cmo.organisation.pk), connection.cursor() as cursor:
        cursor.execute("select count(*) from network_organisation")
        assert cursor.fetchone() == (1,)
        cursor.execute("select organisation_id from cobatch_partner_by_code_v1('HR')")
        assert cursor.fetchone() == (world.sponsor.organisation.pk,)
        cursor.execute("select count(*) from cobatch_partner_by_code_v1('%')")
        assert cursor.fetchone() == (0,)
        cursor.execute("select count(*) from network_organisation")
        assert cursor.fetchone() == (1,)
