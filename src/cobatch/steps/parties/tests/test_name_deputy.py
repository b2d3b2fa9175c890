"""Somebody stands in for a person."""

import pytest

from cobatch.inbox.queries import waiting_on_me
from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.network.models import Deputy
from cobatch.network.tenancy import as_organisation

CODE = "parties.name_deputy"


@pytest.fixture
def deputation(world):
    """`deputation("planner", "finance")`: at the manufacturer, from today on."""
    day = clock.today(world.cmo.site.zone).isoformat()

    def payload(away, deputy, **values):
        people = world.cmo.people
        return {"person": people[away].pk, "deputy": people[deputy].pk, "starts": day, "ends": day} | values

    return payload


def test_a_deputy_sees_what_waits_on_the_person_who_is_away(world, administer, deputation):
    order = world.issue_order()
    stands_in = world.cmo.people[Role.FINANCE]
    with as_organisation(world.cmo.organisation.pk):
        assert order not in {entry.root_id for entry in waiting_on_me(stands_in)}

    administer(CODE, deputation(Role.CUSTOMER_SERVICE, Role.FINANCE), by=world.cmo)

    with as_organisation(world.cmo.organisation.pk):
        [entry] = [entry for entry in waiting_on_me(stands_in) if entry.root_id == order]
    assert entry.standing_in_for
    assert world.rows(Deputy, world.cmo)


@pytest.mark.parametrize("wrong", [{"ends": "2020-01-01"}, "the same person"])
def test_days_in_order_and_another_person(world, deputation, wrong):
    from cobatch.kernel.refusals import BadPayload  # noqa: PLC0415

    given = deputation(Role.PLANNER, Role.FINANCE) | (wrong if isinstance(wrong, dict) else {})
    if not isinstance(wrong, dict):
        given["deputy"] = given["person"]
    before = world.traces()

    with pytest.raises(BadPayload):
        world.act(CODE, world.cmo.organisation, given, world.cmo.actor(Role.ADMINISTRATOR))

    assert world.traces() == before
    assert not world.rows(Deputy, world.cmo)


def test_nobody_of_another_company_stands_in(world, refused, deputation):
    day = clock.today(world.sponsor.site.zone).isoformat()
    theirs = {
        "person": world.sponsor.people[Role.BUYER].pk,
        "deputy": world.cmo.people[Role.FINANCE].pk,
        "starts": day,
        "ends": day,
    }

    assert refused(CODE, theirs) == [("person_unknown", "/deputy")]


def test_only_our_administrator_names_deputies(world, only_administrators, deputation):
    only_administrators(CODE, deputation(Role.PLANNER, Role.FINANCE))
