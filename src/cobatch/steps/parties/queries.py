"""Reads of parties: who we are, whom we work with, what may be chosen in forms."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from cobatch.network.models import Item, Person, Relationship, Site, Token
from cobatch.touchpoints.choices import choices
from cobatch.touchpoints.declare import catalogue


def partner_by_code(code: str) -> tuple[UUID | None, UUID | None]:
    """A company and its first site by the exact code it told us; nothing else finds a company one does not know."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select organisation_id, site_id from cobatch_partner_by_code_v1(%s)", [code.strip().upper()]
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row else (None, None)


def items_by_number(relationship: Relationship, numbers: Iterable[str]) -> dict[str, Item]:
    """Active items by each number that names them: sponsor's, manufacturer's, GTIN."""
    wanted = set(numbers)
    named = Q(sponsor_number__in=wanted) | Q(cmo_number__in=wanted) | Q(gtin__in=wanted)
    items = Item.objects.filter(named, relationship=relationship, active=True)
    return by_every_number(items)


def by_every_number(items: Iterable[Item]) -> dict[str, Item]:
    """Items by each of their numbers; the sponsor's number wins where two items share one."""
    found: dict[str, Item] = {}
    known = list(items)
    for kind in ("gtin", "cmo_number", "sponsor_number"):
        found |= {getattr(item, kind): item for item in known if getattr(item, kind)}
    return found


@choices("own_sites")
def own_sites(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Sites of the actor's company."""
    sites = Site.objects.filter(organisation_id=actor.organisation_id).order_by("name")
    return [(str(site.pk), f"{site.name}, {site.city}") for site in sites]


@choices("own_people")
def own_people(record: Any, actor: Any) -> list[tuple[str, str]]:
    """People of the actor's company, deactivated ones last."""
    people = Person.objects.filter(organisation_id=actor.organisation_id).order_by("-is_active", "name")
    return [(str(person.pk), f"{person.name} · {person.email}") for person in people]


@choices("own_tokens")
def own_tokens(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Tokens that are still worth something."""
    tokens = Token.objects.filter(organisation_id=actor.organisation_id, revoked_at=None).order_by("name")
    return [(str(token.pk), token.name) for token in tokens]


@choices("scopes")
def scopes(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Touch points that a system may perform: all that no signature stands before."""
    return [(code, f"{tp.title} ({code})") for code, tp in catalogue().items() if not tp.automatic]
