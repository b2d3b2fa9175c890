"""A company adds a person."""

import pytest

from cobatch.kernel.identity import new_id
from cobatch.network.models import Person


@pytest.fixture
def newcomer(world):
    return {
        "email": "Grace.Lee@HR.example", "name": "Grace Lee", "title": "Buyer", "site": world.sponsor.site.pk,
        "roles": ["buyer", "supply_planner"],
    }  # fmt: skip


def test_a_new_person_has_roles_and_no_password_yet(world, administer, newcomer):
    administer("parties.add_person", newcomer)

    [person] = world.rows(Person, email="grace.lee@hr.example")
    assert (person.name, person.roles) == ("Grace Lee", ["buyer", "supply_planner"])
    assert person.is_active
    assert not person.has_usable_password()
    assert not person.service


def test_a_service_account_is_a_person_that_can_neither_sign_in_nor_sign(world, client, administer, newcomer):
    administer("parties.add_person", newcomer | {"service": True})

    [person] = world.rows(Person, email="grace.lee@hr.example")
    client.force_login(person)
    assert person.service
    assert client.get("/").status_code == 302


def test_an_address_of_ours_is_taken(refused, newcomer):
    given = newcomer | {"email": "BUYER@hr.example"}

    assert refused("parties.add_person", given) == [("email_taken", "/email")]


def test_an_address_of_another_company_is_refused_without_saying_whose_it_is(refused, newcomer):
    [(code, _field)] = refused("parties.add_person", newcomer | {"email": "finance@af.example"})

    assert code == "value_taken"


def test_site_and_roles_must_be_ours(world, refused, newcomer):
    theirs = newcomer | {"site": world.cmo.site.pk, "roles": ["buyer", "production"]}

    assert refused("parties.add_person", theirs) == [
        ("site_unknown", "/site"),
        ("role_of_other_side", "/roles/1"),
    ]
    assert refused("parties.add_person", newcomer | {"site": new_id()}) == [("site_unknown", "/site")]


@pytest.mark.parametrize(
    ("wrong", "at"), [({"email": "nowhere"}, "/email"), ({"name": "G"}, "/name"), ({"roles": []}, "/roles")]
)
def test_a_person_needs_address_name_and_roles(refused, newcomer, wrong, at):
    assert [field for _code, field in refused("parties.add_person", newcomer | wrong)] == [at]


def test_only_our_administrator_adds_people(only_administrators, newcomer):
    only_administrators("parties.add_person", newcomer)
