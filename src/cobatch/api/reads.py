"""Reading records: lists, one record, what can be done with it now, and what was done."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop

from cobatch.api.answers import answer
from cobatch.api.endpoints import LIST_PROBLEMS, Endpoint
from cobatch.api.incoming import record_id, window
from cobatch.api.naming import ROOT, act_path
from cobatch.api.paging import of_company, page
from cobatch.api.resources import OWN_COMPANY, Resource, resources
from cobatch.api.tokens import actor_on
from cobatch.kernel.refusals import NotYours
from cobatch.network.actors import Actor
from cobatch.network.models import Organisation
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints import records
from cobatch.touchpoints.declare import touchpoint_named
from cobatch.touchpoints.models import Act
from cobatch.touchpoints.possible import Possibility, acts_on

PAGES = (("after", "The `next` of the page before."), ("limit", "Rows of a page, 1 to 200; 50 without."))
NARROWED = (
    ("relationship", "Only those of one relationship, by its id."),
    ("state", "Only those in this state."),
)


def endpoints() -> Iterator[Endpoint]:
    """The reading operations of every record."""
    for resource in resources():
        words = resource.record.replace("_", " ")
        yield Endpoint(
            "GET", resource.path, list_of(resource), f"list_{resource.record}", f"List: {words}",
            gettext_noop("Your company's records of this kind, newest first."), resource.record, "Page",
            LIST_PROBLEMS, (*NARROWED, *PAGES), extra={"states": resource.states},
        )  # fmt: skip
        yield from _of_one(resource)
    yield from _of_one(OWN_COMPANY)


def _of_one(resource: Resource) -> Iterator[Endpoint]:
    path, record = resource.path + "/{id}", resource.record
    words = record.replace("_", " ")
    yield Endpoint(
        "GET", path, one(resource), f"get_{record}", f"Read: {words}",
        gettext_noop("The record with its parts. Its version is the ETag; send it back in If-Match."),
        record, "Record", of=record,
    )  # fmt: skip
    if not resource.acted_on:
        return
    yield Endpoint(
        "GET", f"{path}/acts", possible_on(resource), f"acts_on_{record}", f"Possible acts: {words}",
        gettext_noop("What your side can do with the record as it stands, and why something is barred."),
        record, "Possibilities", of=record,
    )  # fmt: skip
    yield Endpoint(
        "GET", f"{path}/history", history_of(resource), f"history_of_{record}", f"History: {words}",
        gettext_noop("Every act on the record, newest first, with its place in the ledger."), record, "Page",
        (*LIST_PROBLEMS, 404), PAGES, of=record,
    )  # fmt: skip


def list_of(resource: Resource) -> Callable[[HttpRequest], HttpResponse]:
    """The view of a list."""

    def rows(request: HttpRequest) -> HttpResponse:
        actor, wanted = actor_on(request), window(request, "relationship", "state")
        with as_organisation(actor.organisation_id):
            found, cursor = page(resource.queries(actor, wanted.state), wanted)
            return answer({"items": [resource.item(row, actor) for row in found], "next": cursor})

    return rows


def one(resource: Resource) -> Callable[[HttpRequest, str], HttpResponse]:
    """The view of one record."""

    def row(request: HttpRequest, id: str) -> HttpResponse:
        actor = actor_on(request)
        with as_organisation(actor.organisation_id):
            found = read(resource, id, actor)
            return answer(resource.whole(found, actor), version=getattr(found, "version", None))

    return row


def possible_on(resource: Resource) -> Callable[[HttpRequest, str], HttpResponse]:
    """The view of what can be done."""

    def possibilities(request: HttpRequest, id: str) -> HttpResponse:
        actor = actor_on(request)
        with as_organisation(actor.organisation_id):
            found = read(resource, id, actor)
            acts = [possibility_json(each) for each in acts_on(found, actor)]
            return answer({"items": acts}, version=found.version)

    return possibilities


def history_of(resource: Resource) -> Callable[[HttpRequest, str], HttpResponse]:
    """The view of what was done."""

    def history(request: HttpRequest, id: str) -> HttpResponse:
        actor, wanted = actor_on(request), window(request)
        with as_organisation(actor.organisation_id):
            found = read(resource, id, actor)
            acts = Act.objects.filter(root_id=found.pk).select_related("organisation", "person")
            rows, cursor = page([acts], wanted)
            return answer({"items": [act_json(act) for act in rows], "next": cursor})

    return history


def read(resource: Resource, text: str, actor: Actor) -> Any:
    """One record of the caller's company. Raises NotYours for any other, whether it exists or not."""
    pk = record_id(text)
    if resource.model is Organisation and pk != actor.organisation_id:
        raise NotYours
    if resource.acted_on:
        return records.read(resource.model, pk)
    for query in of_company(resource.model, actor.organisation):
        if found := query.filter(pk=pk).first():
            return found
    raise NotYours


def possibility_json(possibility: Possibility) -> dict[str, Any]:
    """One act that the state allows, and where to send it."""
    touchpoint = possibility.touchpoint
    return {
        "code": touchpoint.code,
        "title": touchpoint.title,
        "label": possibility.label,
        "href": ROOT + act_path(touchpoint, possibility.on.pk),
        "sign": touchpoint.sign,
        "allowed": possibility.allowed,
        "reasons": [
            {"code": reason.code, "text": reason.text, "field": reason.field}
            for reason in possibility.reasons
        ],
    }


def act_json(act: Act) -> dict[str, Any]:
    """One act that was performed."""
    company = act.organisation
    return {
        "act": act.pk,
        "code": act.code,
        "said": touchpoint_named(act.code).said,
        "at": act.at,
        "version": act.version,
        "organisation": {"id": company.pk, "code": company.code, "name": company.name},
        "person": act.person.name if act.person else None,
        "source": act.source,
        "cause": act.cause_id,
        "log": act.log_id,
        "index": act.index,
        "leaf": act.leaf,
    }
