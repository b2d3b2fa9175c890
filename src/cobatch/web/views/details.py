"""The page of one record: whose turn, what can be done, its facts, its parts, its history."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cobatch.kernel.refusals import NotYours
from cobatch.network.models import Relationship
from cobatch.touchpoints import names, pages, possible, records
from cobatch.touchpoints.declare import touchpoint_named
from cobatch.touchpoints.flow import flow_of
from cobatch.touchpoints.models import Waiting
from cobatch.web.cells import table, words
from cobatch.web.sections import section_of
from cobatch.web.views.drafting import address_of
from cobatch.web.views.history import history
from cobatch.web.views.rails import rail_of
from cobatch.web.views.turns import clocks_for, turns_of

RECORD_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def record(request: HttpRequest, plural: str, pk: UUID) -> HttpResponse:
    """One detail page; missing and somebody else's are the same answer."""
    name = names.singular(plural)
    page = pages.detail_of(name or "")
    if name is None or page is None:
        raise Http404
    actor = request.actor  # type: ignore[attr-defined]
    try:
        found = records.read(records.model_named(name), pk)
        if found.relationship.side_of(actor.organisation_id) is None:
            raise NotYours
    except NotYours:
        raise Http404 from None
    in_drawer = getattr(request, "htmx", None) and request.htmx.target == "drawer"  # type: ignore[attr-defined]
    template = "web/drawer.html" if in_drawer else page.template or "web/detail.html"
    return render(request, template, _context(page, name, found, actor))


def _context(page: pages.Detail, name: str, found: Any, actor: Any) -> dict[str, Any]:
    clocks = clocks_for(found, actor)
    side = found.relationship.side_of(actor.organisation_id)
    panels = _panels(name, found, side, clocks)
    thread = _thread(panels) if name != "relationship" else []
    return {
        "record": found,
        "title": page.title(found),
        "crumbs": _crumbs(page, name, found),
        "state": page.state(found) if page.state else state_of(name, found),
        "subject": found.subject().removeprefix(str(page.title(found))).lstrip(" ·"),
        "turns": turns_of(found, actor, thread),
        "acts": [button_of(each) for each in _first_what_is_waited_for(found, actor)],
        "facts": [
            {"label": fact.title, "value": words(value, clocks)}
            for fact in page.facts
            if (value := fact.value(found)) is not None
        ],
        "panels": panels,
        "history": history(found, actor, clocks, thread),
        "rail": rail_of(name, found, panels),
        "more": _more(page, found, side),
    }


def _thread(panels: list[dict[str, Any]]) -> list[UUID]:
    """The records of later steps that an order's panels lead to: their turns and acts belong to its thread."""
    links = (row["url"] for panel in panels if "table" in panel for row in panel["table"]["rows"])
    return list({UUID(found) for link in links if link for found in RECORD_ID.findall(link)})


def _first_what_is_waited_for(found: Any, actor: Any) -> list[possible.Possibility]:
    """The act that is waited for comes first, blocked ones last."""
    waited = set(
        Waiting.objects.filter(
            root_id=found.pk, ended_at=None, organisation_id=actor.organisation_id
        ).values_list("code", flat=True)
    )
    everything = (*possible.acts_on(found, actor), *_elsewhere(found, actor, waited))
    return sorted(everything, key=lambda each: (not each.allowed, each.touchpoint.code not in waited))


def _elsewhere(found: Any, actor: Any, waited: set[str]) -> Iterator[possible.Possibility]:
    """What is waited for here and done on the relationship: an objected schedule is answered by a new one."""
    if found is found.relationship:
        return
    for code in waited:
        touchpoint = touchpoint_named(code)
        if touchpoint.on is Relationship:
            yield possible.possibility(touchpoint, found.relationship, actor)


def _more(page: pages.Detail, found: Any, side: Any) -> dict[str, Any]:
    """What a step's own template needs beyond the rest."""
    compute = page.extra
    return compute(found, side) if compute and side else {}


def button_of(each: possible.Possibility) -> dict[str, Any]:
    """An act as a button: its consequence, or why it is blocked."""
    touchpoint = each.touchpoint
    return {
        "label": str(each.label),
        "url": address_of(touchpoint, each.on),
        "blocked": " ".join(str(reason.text) for reason in each.reasons),
        "icon": "pen-line" if touchpoint.sign else "",
    }


def state_of(name: str, found: Any) -> pages.State | None:
    """The record's own state as a badge."""
    flow, state = flow_of(name), getattr(found, "state", "")
    if not flow or not state:
        return None
    return pages.State(flow.words(state), flow.tones.get(state, "neutral"))


def _panels(name: str, found: Any, side: Any, clocks: Any) -> list[dict[str, Any]]:
    """The page's panels; the first of each step is where the rail leads."""
    shown = [_panel(panel, found, side, clocks) for panel in pages.panels_of(name)]
    led_to: set[int] = set()
    for panel in shown:
        if panel["rows"] and panel["step"] and panel["step"] not in led_to:
            panel["anchor"] = f"panel-{panel['step']}"
            led_to.add(panel["step"])
    return shown


def _panel(panel: pages.Panel, found: Any, side: Any, clocks: Any) -> dict[str, Any]:
    rows = list(panel.rows(found, side))
    shown: dict[str, Any] = {
        "name": panel.name,
        "title": panel.title,
        "template": panel.template,
        "rows": rows,
        "step": panel.step,
        "anchor": "",
    }
    if not panel.template:
        shown["table"] = table(panel.columns, rows, panel.url, clocks)
    return shown


def _crumbs(page: pages.Detail, name: str, found: Any) -> list[dict[str, Any]]:
    crumbs: list[dict[str, Any]] = []
    section, listed = section_of(name), pages.lists().get(name)
    if listed and section:
        crumbs.append({"title": listed.title, "url": f"/{names.plural(name)}/"})
    parent = page.parent(found) if page.parent else None
    if parent is not None:
        crumbs.append({"title": parent.subject(), "url": names.path_of(records.name_of(parent), parent.pk)})
    return crumbs
