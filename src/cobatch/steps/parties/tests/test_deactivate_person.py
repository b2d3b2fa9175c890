"""A company deactivates a person."""

import pytest

from cobatch.kernel.roles import Role
from cobatch.network.models import Person
from cobatch.network.tenancy import choose

CODE = "parties.deactivate_person"


@pytest.fixture
def leaving(world):
    return {"person": world.sponsor.people[Role.BUYER].pk, "reason": "Has left the company"}


def open_page(client):
    choose(None)
    return client.get("/setup/")


def test_the_live_session_ends_at_the_next_request(world, client, administer, leaving):
    choose(None)
    client.force_login(world.sponsor.people[Role.BUYER])
    assert open_page(client).status_code == 200

    administer(CODE, leaving)

    answer = open_page(client)
    assert (answer.status_code, answer["Location"].startswith("/accounts/login/")) == (302, True)


def test_nobody_signs_in_as_a_deactivated_person(world, client, administer, leaving):
    administer(CODE, leaving)
    choose(None)

    client.post("/accounts/login/", {"login": "buyer@hr.example", "password": "correct horse battery"})

    assert open_page(client).status_code == 302


def test_their_tokens_end_too(world, client, administer, leaving):
    token = administer(
        "parties.issue_token",
        {"person": leaving["person"], "name": "Own script", "scopes": ["orders.issue"]},
    ).revealed["token"]
    called = {"Authorization": f"Bearer {token}"}
    choose(None)
    assert client.get("/api/v1/orders", headers=called).status_code == 200

    administer(CODE, leaving)

    choose(None)
    assert client.get("/api/v1/orders", headers=called).status_code == 401


def test_what_they_did_stays_theirs(world, administer, leaving):
    administer(CODE, leaving)

    person = world.read(Person, leaving["person"])
    assert (person.is_active, person.email, person.roles) == (False, "buyer@hr.example", ["buyer"])


def test_the_last_administrator_remains(world, refused):
    payload = {"person": world.sponsor.administrator.pk, "reason": "By mistake"}

    assert refused(CODE, payload) == [("last_administrator", "/person")]


def test_a_reason_and_a_person_of_ours_are_needed(world, refused, leaving):
    assert [field for _code, field in refused(CODE, leaving | {"reason": ""})] == ["/reason"]
    assert refused(CODE, leaving | {"person": world.cmo.people[Role.FINANCE].pk}) == [
        ("person_unknown", "/person")
    ]


def test_only_our_administrator_deactivates(only_administrators, leaving):
    only_administrators(CODE, leaving)
