"""The first line of a page: who is waited on, and who stands in."""

from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.steps.orders.models import PurchaseOrder
from cobatch.touchpoints import records
from cobatch.web.views.turns import turns_of


def turn(world, order, company, role):
    actor = company.actor(role)
    with as_organisation(company.organisation.id):
        [found] = turns_of(records.read(PurchaseOrder, order), actor)
    return found


def test_the_holder_reads_that_it_is_their_turn_and_the_other_side_reads_whose(world):
    order = world.issue_order()

    assert turn(world, order, world.cmo, Role.CUSTOMER_SERVICE)["state"] == "mine"
    theirs = turn(world, order, world.sponsor, Role.BUYER)
    assert (theirs["state"], theirs["who"]) == ("theirs", "customer_service of Sahyadri · Sahyadri")


def test_a_deputy_in_office_is_named_and_it_is_their_turn_too(world):
    today = clock.today(world.cmo.site.zone)
    people = world.cmo.people
    payload = {
        "person": people[Role.CUSTOMER_SERVICE].pk, "deputy": people[Role.WAREHOUSE].pk,
        "starts": today, "ends": today,
    }  # fmt: skip
    administrator = world.cmo.actor(Role.ADMINISTRATOR)
    world.act("parties.name_deputy", world.cmo.organisation.id, payload, administrator)
    order = world.issue_order()

    assert turn(world, order, world.sponsor, Role.BUYER)["deputy"] == "warehouse of Sahyadri"
    assert turn(world, order, world.cmo, Role.WAREHOUSE)["state"] == "mine"
