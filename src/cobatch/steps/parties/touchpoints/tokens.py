"""Tokens with which other systems call the API."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Organisation, Token
from cobatch.network.models.tokens import hashed, new_secret
from cobatch.steps.parties.guards import people_are_ours, scopes_exist, token_is_ours
from cobatch.steps.parties.payloads import NewToken, OneToken
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import touchpoint
from cobatch.touchpoints.facts import Fact


@touchpoint(
    "parties.issue_token",
    title=_("Issue API token"),
    said=_("issued an API token"),
    on=Organisation,
    takes=NewToken,
    by=Side.EITHER,
    roles=(Role.ADMINISTRATOR,),
    guards=(people_are_ours, scopes_exist),
)
def issue_token(act: Context[Organisation, NewToken]) -> Iterator[Fact]:
    """A system of the company may call the API as this person, within the touch points named.

    The token is shown once, now; only its hash is kept.
    """
    secret = new_secret()
    new = act.payload
    act.create(
        Token(
            organisation=act.on,
            person_id=new.person,
            name=new.name,
            digest=hashed(secret),
            scopes=new.scopes,
            created_at=act.now,
        )
    )
    act.reveal("token", secret)
    yield from ()


@touchpoint(
    "parties.revoke_token",
    title=_("Revoke API token"),
    said=_("revoked an API token"),
    on=Organisation,
    takes=OneToken,
    by=Side.EITHER,
    roles=(Role.ADMINISTRATOR,),
    guards=(token_is_ours,),
)
def revoke_token(act: Context[Organisation, OneToken]) -> Iterator[Fact]:
    """The token is worth nothing from the next request on."""
    act.change(Token.objects.get(pk=act.payload.token), revoked_at=act.now)
    yield from ()
