"""Who calls: a bearer token stands for one active person or service account. Cookies count for nothing."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from ninja.security import HttpBearer

from cobatch.api.problems import Unauthenticated
from cobatch.network.actors import Actor, actor_of
from cobatch.network.models import Token
from cobatch.network.models.tokens import hashed
from cobatch.network.tenancy import choose


class Bearer(HttpBearer):
    """Finds the actor of a token by its digest: how long that takes says nothing about the secret."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor, or None for a token that is unknown, revoked, or of a person who has left."""
        if connection.in_atomic_block:
            choose(None)  # outside a transaction nobody is chosen anyway
        found = (
            Token.objects.select_related("person__organisation", "person__site")
            .filter(digest=hashed(token.strip()), revoked_at=None, person__is_active=True)
            .first()
        )
        return actor_of(found.person, source="api", scopes=frozenset(found.scopes)) if found else None


def actor_on(request: HttpRequest) -> Actor:
    """The actor that the token check has put on the request."""
    actor = getattr(request, "auth", None)
    if not isinstance(actor, Actor):
        raise Unauthenticated
    return actor


def may_read_catalogue(request: HttpRequest) -> bool:
    """The catalogue tells nothing of anybody's business, yet it is only public where the settings say so."""
    return settings.PUBLIC_CATALOGUE or Bearer()(request) is not None
