"""A company gives a person other roles."""

import pytest

from cobatch.kernel.refusals import Refused
from cobatch.kernel.roles import Role
from cobatch.network.models import Person

CODE = "parties.change_roles"


@pytest.fixture
def roles(world):
    """`roles("buyer", "logistics")`: what the buyer is to have from now on."""
    buyer = world.sponsor.people[Role.BUYER]
    return lambda *names: {"person": buyer.pk, "roles": list(names)}


def test_new_roles_hold_from_the_next_act_on(world, administer, roles):
    order = {"number": "1", "market": "US", "ship_to": "x", "lines": []}
    administer(CODE, roles("logistics") | {"title": "Transport"})

    person = world.read(Person, world.sponsor.people[Role.BUYER].pk)
    assert (person.roles, person.title) == (["logistics"], "Transport")
    with pytest.raises(Refused) as refused:
        world.act("orders.issue", world.relationship, order, world.sponsor.actor(Role.BUYER))
    assert refused.value.code == "role_missing"


def test_the_title_stays_when_none_is_given(world, administer, roles):
    before = world.read(Person, world.sponsor.people[Role.BUYER].pk).title

    administer(CODE, roles("logistics"))

    assert world.read(Person, world.sponsor.people[Role.BUYER].pk).title == before


def test_roles_of_the_other_side_are_refused(refused, roles):
    assert refused(CODE, roles("buyer", "finance", "supervisor")) == [
        ("role_of_other_side", "/roles/1"),
        ("role_of_other_side", "/roles/2"),
    ]


def test_the_last_administrator_remains(world, administer, refused, roles):
    last = {"person": world.sponsor.administrator.pk, "roles": ["buyer"]}
    assert refused(CODE, last) == [("last_administrator", "/person")]

    administer(CODE, roles("buyer", "administrator"))
    administer(CODE, last)

    assert world.read(Person, world.sponsor.administrator.pk).roles == ["buyer"]


def test_people_of_partners_are_not_ours(world, refused):
    payload = {"person": world.cmo.people[Role.PRODUCTION].pk, "roles": ["buyer"]}

    assert refused(CODE, payload) == [("person_unknown", "/person")]


def test_only_our_administrator_changes_roles(only_administrators, roles):
    only_administrators(CODE, roles("buyer", "administrator"))
