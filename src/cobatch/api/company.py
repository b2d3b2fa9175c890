"""What concerns the caller's company as a whole: who it is, its items, whose turn it is."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop

from cobatch.api import rows
from cobatch.api.answers import answer
from cobatch.api.endpoints import LIST_PROBLEMS, Endpoint
from cobatch.api.incoming import window
from cobatch.api.paging import of_company, page
from cobatch.api.reads import NARROWED, PAGES
from cobatch.api.resources import organisation_json, site_json
from cobatch.api.tokens import actor_on
from cobatch.kernel.refusals import NotYours
from cobatch.network.actors import Actor
from cobatch.network.models import Item
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints.declare import touchpoint_named
from cobatch.touchpoints.models import Waiting

RELATIONSHIP = NARROWED[:1]


def endpoints() -> Iterator[Endpoint]:
    """Operations that are about no single record."""
    yield Endpoint(
        "GET", "/me", me, "get_me", "Who am I",
        gettext_noop("The token's person, company, roles and scopes. The ETag is your company's version."),
        "company", "Record", (401, 405, 500),
    )  # fmt: skip
    yield Endpoint(
        "GET", "/items", items, "list_item", "List: items",
        gettext_noop("Products that both companies know, each by its own number."), "company", "Page",
        LIST_PROBLEMS, (*RELATIONSHIP, *PAGES),
    )  # fmt: skip
    yield Endpoint(
        "GET", "/waits", waits, "list_wait", "List: waits",
        gettext_noop("Whose turn it is: open waits on your company, or on the others."),
        "company", "Page", LIST_PROBLEMS,
        (("whose", "`mine` (without it, too): we are waited on; `theirs`: we wait."), *RELATIONSHIP, *PAGES),
    )  # fmt: skip


def me(request: HttpRequest) -> HttpResponse:
    """The caller."""
    actor = actor_on(request)
    person, company = actor.person, actor.organisation
    if person is None:
        raise NotYours
    body = {
        "person": {
            "id": person.pk, "name": person.name, "title": person.title, "email": person.email,
            "service": person.service, "roles": person.roles, "site": site_json(person.site),
        },
        "organisation": organisation_json(company)
        | {"version": company.version, "sponsor": company.is_sponsor, "cmo": company.is_cmo},
        "scopes": sorted(actor.scopes or ()),
    }  # fmt: skip
    return answer(body, version=company.version)


def items(request: HttpRequest) -> HttpResponse:
    """Items of all relationships, newest first."""
    actor, wanted = actor_on(request), window(request, "relationship")
    with as_organisation(actor.organisation_id):
        found, cursor = page(of_company(Item, actor.organisation), wanted)
        return answer({"items": [_item(item) for item in found], "next": cursor})


def waits(request: HttpRequest) -> HttpResponse:
    """Open waits."""
    actor, wanted = actor_on(request), window(request, "relationship", "whose")
    with as_organisation(actor.organisation_id):
        found, cursor = page(_waits(actor, wanted.whose), wanted)
        return answer({"items": [_wait(wait) for wait in found], "next": cursor})


def _waits(actor: Actor, whose: str) -> list[QuerySet[Any]]:
    running = Waiting.objects.filter(ended_at=None).select_related("organisation")
    me = actor.organisation_id
    if whose == "mine":
        return [running.filter(organisation_id=me)]
    return [running.filter(**{side: me}).exclude(organisation_id=me) for side in ("sponsor_id", "cmo_id")]


def _item(item: Item) -> dict[str, Any]:
    return {"type": "item", "id": item.pk, "relationship": item.relationship_id, **rows.columns(item)}


def _wait(wait: Waiting) -> dict[str, Any]:
    return {
        "id": wait.pk,
        "code": wait.code,
        "title": touchpoint_named(wait.code).title,
        "on": organisation_json(wait.organisation),
        "side": wait.side,
        "roles": wait.roles,
        "record": {"type": wait.root_type, "id": wait.root_id, "subject": wait.subject},
        "relationship": wait.relationship_id,
        "since": wait.since,
        "due": wait.due,
    }
