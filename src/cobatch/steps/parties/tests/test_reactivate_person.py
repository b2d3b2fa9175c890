"""A deactivated person comes back."""

import pytest

from cobatch.kernel.roles import Role
from cobatch.network.models import Person
from cobatch.network.tenancy import choose

CODE = "parties.reactivate_person"


@pytest.fixture
def returning(world, administer):
    payload = {"person": world.sponsor.people[Role.BUYER].pk, "reason": "Is back again"}
    administer("parties.deactivate_person", payload)
    return payload


def test_the_same_person_signs_in_again_with_the_same_roles(world, client, administer, returning):
    administer(CODE, returning)

    person = world.read(Person, returning["person"])
    choose(None)
    client.post("/accounts/login/", {"login": person.email, "password": "correct horse battery"})
    choose(None)
    assert (person.is_active, person.roles) == (True, ["buyer"])
    assert client.get("/setup/").status_code == 200


def test_a_stranger_is_nobody_here(world, refused):
    payload = {"person": world.other_sponsor.people[Role.BUYER].pk, "reason": "Is back again"}

    assert refused(CODE, payload) == [("person_unknown", "/person")]


def test_only_our_administrator_reactivates(only_administrators, returning):
    only_administrators(CODE, returning)
