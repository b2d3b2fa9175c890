"""Lists of records: filters in the address, pages by key, the same speed on the last page as on the first."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from cobatch.exchange.declare import sheet_of
from cobatch.kernel.sides import Side
from cobatch.network.models import Relationship
from cobatch.network.models.relationships import RelationshipState
from cobatch.touchpoints import names, pages, possible
from cobatch.touchpoints.flow import flow_of
from cobatch.web.cells import table
from cobatch.web.sections import section_of
from cobatch.web.views.exporting import MOST, as_csv

SIZE = 50
FEW = 6  # partners that get a button of their own


def records(request: HttpRequest, plural: str) -> HttpResponseBase:
    """One list page."""
    record = names.singular(plural)
    page = pages.lists().get(record or "")
    if record is None or page is None:
        raise Http404
    if request.GET.get("format") == "csv":
        return as_csv(plural, _columns(page, request), _rows(page, request, MOST))
    found, after = _page(page, request)
    context = {
        "page": page,
        "table": table(_columns(page, request), found, lambda row: names.path_of(record, row.pk)),
        "shown": _("%(count)s shown") % {"count": len(found)},
        "next": _link(request, after=after) if after else "",
        "previous": _link(request, after="") if request.GET.get("after") else "",
        "filters": _filters(page, request),
        "clear_url": request.path if request.GET else "",
        "tabs": _tabs(record),
        "create": list(_create(record, request)),
        "export": _link(request, format="csv", after=""),
        "imports": _imports(record, request),
    }
    return render(request, "web/list.html", context)


def _columns(page: pages.List, request: HttpRequest) -> tuple[pages.Column, ...]:
    """The columns that tell this company something."""
    own = request.actor.organisation  # type: ignore[attr-defined]
    only = Side.CMO if not own.is_sponsor else Side.SPONSOR if not own.is_cmo else None
    return tuple(column for column in page.columns if only is None or column.unless is not only)


def _page(page: pages.List, request: HttpRequest) -> tuple[list[Any], str]:
    rows = _rows(page, request, SIZE + 1)
    more = len(rows) > SIZE
    return rows[:SIZE], str(rows[SIZE - 1].pk) if more else ""


def _rows(page: pages.List, request: HttpRequest, most: int) -> list[Any]:
    """Filtered rows after the key in the address, newest first."""
    query = page.model._default_manager.select_related(*page.related).prefetch_related(*page.prefetch)
    query = _filtered(page, query, request)
    if (after := _uuid(request.GET.get("after", ""))) is not None:
        query = query.filter(pk__lt=after)
    return _of_sides(page, query, request.actor, most)  # type: ignore[attr-defined]


def _of_sides(page: pages.List, query: QuerySet[Any], actor: Any, most: int) -> list[Any]:
    """By the side the company is on, which an index serves; a company on both sides asks twice and merges."""
    columns = {field.name for field in page.model._meta.get_fields()}
    if "sponsor" not in columns:
        return list(query.filter(organisation_id=actor.organisation_id).order_by("-pk")[:most])
    rows: list[Any] = []
    for side in ("sponsor", "cmo"):
        if getattr(actor.organisation, f"is_{side}"):
            rows += query.filter(**{f"{side}_id": actor.organisation_id}).order_by("-pk")[:most]
    return sorted(rows, key=lambda row: row.pk, reverse=True)[:most]


def _filtered(page: pages.List, query: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    text, state = (request.GET.get(name, "").replace("\x00", "").strip() for name in ("q", "state"))
    if text and page.search:
        wanted = Q()
        for column in page.search:
            wanted |= Q(**{f"{column}__icontains": text})
        query = query.filter(wanted)
    if (relationship := _uuid(request.GET.get("relationship", ""))) is not None:
        query = query.filter(relationship_id=relationship)
    if state and page.states_filter:
        return page.states_filter(query, state)
    if state and flow_of(page.record):
        return query.filter(state=state)
    return query


def _filters(page: pages.List, request: HttpRequest) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = []
    if page.search:
        fields.append(
            {
                "kind": "search",
                "name": "q",
                "label": _("Number or name"),
                "value": request.GET.get("q", ""),
                "bare": True,
            }
        )
    if options := _states(page):
        fields.append(
            {"kind": "choice", "name": "state", "label": _("State"), "value": request.GET.get("state", ""),
             "options": options, "bare": True}
        )  # fmt: skip
    return fields


def _states(page: pages.List) -> list[tuple[str, str]]:
    flow = flow_of(page.record)
    if flow and not flow.root:
        return [(str(state), flow.words(state)) for state in flow.states]
    return [(state, _(state.replace("_", " "))) for state in page.states]


def _tabs(record: str) -> list[dict[str, Any]]:
    """The other lists of the same section."""
    section = section_of(record)
    known = [name for name in section.records if name in pages.lists()] if section else []
    if len(known) < 2:  # noqa: PLR2004 - one list needs no tabs
        return []
    return [
        {"title": pages.lists()[name].title, "url": f"/{names.plural(name)}/", "current": name == record}
        for name in known
    ]


def _create(record: str, request: HttpRequest) -> Any:
    """Buttons for acts that make such a record under a relationship, one for each partner while they are few."""
    actor = request.actor  # type: ignore[attr-defined]
    touchpoints = [
        each for each in possible.creating(record) if each.on is Relationship and actor.has_any(each.roles)
    ]
    if not touchpoints:
        return
    partners = list(_partners(request)[: FEW + 1])
    if len(partners) > FEW:
        yield from ({"label": each.title, "url": "/relationships/", "blocked": ""} for each in touchpoints)
        return
    for relationship in partners:
        for each in possible.acts_on(relationship, actor, creating=True):
            if each.touchpoint in touchpoints:
                yield _button(each, relationship, actor)


def _partners(request: HttpRequest) -> QuerySet[Relationship]:
    """Relationships that work, or the one that the list is narrowed to."""
    found = Relationship.objects.select_related("sponsor", "cmo", "sponsor_site", "cmo_site")
    found = found.filter(state=RelationshipState.ACTIVE).order_by("pk")
    narrowed = _uuid(request.GET.get("relationship", ""))
    return found.filter(pk=narrowed) if narrowed else found


def _button(each: possible.Possibility, relationship: Relationship, actor: Any) -> dict[str, Any]:
    side = relationship.side_of(actor.organisation_id)
    partner = relationship.organisation_on(side.other) if side else None
    return {
        "label": f"{each.label} · {partner.name}" if partner else each.label,
        "url": f"/{each.touchpoint.step}/do/{each.touchpoint.verb}/?on={relationship.pk}",
        "blocked": " ".join(str(reason.text) for reason in each.reasons),
    }


def _imports(record: str, request: HttpRequest) -> list[dict[str, Any]]:
    """Files from which such records can be made."""
    actor = request.actor  # type: ignore[attr-defined]
    return [
        {"label": _("From a spreadsheet"), "url": f"/imports/{sheet.purpose}/"}
        for each in possible.creating(record)
        if (sheet := sheet_of(each.code)) and actor.has_any(each.roles)
    ]


def _link(request: HttpRequest, **changes: str) -> str:
    values = {name: value for name, value in request.GET.items() if value} | changes
    return f"{request.path}?{urlencode({name: value for name, value in values.items() if value})}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
