"""A system of the company gets a token for the API."""

import pytest

from cobatch.kernel.roles import Role
from cobatch.ledger.models import Disclosure
from cobatch.network.models import Token
from cobatch.network.models.tokens import hashed
from cobatch.network.tenancy import as_organisation, choose

CODE = "parties.issue_token"


@pytest.fixture
def token(world):
    return {
        "person": world.sponsor.people[Role.BUYER].pk, "name": "SAP production", "scopes": ["orders.issue"],
    }  # fmt: skip


def test_the_secret_is_shown_once_and_kept_nowhere(world, administer, token):
    outcome = administer(CODE, token)

    secret = outcome.revealed["token"]
    [row] = world.rows(Token, name="SAP production")
    assert (row.digest, row.scopes) == (hashed(secret), ["orders.issue"])
    assert secret not in str(outcome.answer)
    with as_organisation(world.sponsor.organisation.pk):
        assert not [row for row in Disclosure.objects.all() if secret in (row.body or "")]


def test_the_token_may_do_what_it_names_and_nothing_else(world, client, administer, token):
    secret = administer(CODE, token).revealed["token"]
    called = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "test-of-scopes", "If-Match": '"1"'}
    choose(None)

    answer = client.post(
        f"/api/v1/plans/{world.relationship.pk}/publish",
        "{}",
        content_type="application/json",
        headers=called,
    )

    assert "scope_missing" in [reason["code"] for reason in answer.json()["reasons"]]


@pytest.mark.parametrize("scope", ["orders.destroy", "orders.ship"])
def test_scopes_are_acts_that_somebody_can_do(refused, token, scope):
    given = token | {"scopes": ["orders.issue", scope]}

    assert refused(CODE, given) == [("scope_unknown", "/scopes/1")]


def test_a_token_needs_a_person_of_ours_and_a_scope(world, refused, token):
    stranger = token | {"person": world.cmo.people[Role.FINANCE].pk}

    assert refused(CODE, stranger) == [("person_unknown", "/person")]
    assert [field for _code, field in refused(CODE, token | {"scopes": []})] == ["/scopes"]


def test_only_our_administrator_issues_tokens(only_administrators, token):
    only_administrators(CODE, token)
