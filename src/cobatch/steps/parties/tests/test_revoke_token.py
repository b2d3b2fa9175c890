"""A token ends."""

import pytest

from cobatch.kernel.identity import new_id
from cobatch.kernel.roles import Role
from cobatch.network.models import Token
from cobatch.network.tenancy import choose

CODE = "parties.revoke_token"


@pytest.fixture
def secret(world, administer):
    wanted = {"person": world.sponsor.people[Role.BUYER].pk, "name": "Old system", "scopes": ["orders.issue"]}
    return administer("parties.issue_token", wanted).revealed["token"]


@pytest.fixture
def revoked(world, secret):
    [row] = world.rows(Token, name="Old system")
    return {"token": row.pk}


def test_it_is_worth_nothing_from_the_next_request_on(client, administer, secret, revoked):
    called = {"Authorization": f"Bearer {secret}"}
    choose(None)
    assert client.get("/api/v1/orders", headers=called).status_code == 200

    administer(CODE, revoked)

    choose(None)
    assert client.get("/api/v1/orders", headers=called).status_code == 401


def test_a_token_is_revoked_once(administer, refused, revoked):
    administer(CODE, revoked)

    assert refused(CODE, revoked) == [("token_unknown", "/token")]
    assert refused(CODE, {"token": new_id()}) == [("token_unknown", "/token")]


def test_only_our_administrator_revokes(only_administrators, revoked):
    only_administrators(CODE, revoked)
