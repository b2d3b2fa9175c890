"""The inbox: what waits on me, what waits on them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from cobatch.inbox.queries import waiting_on_me, waiting_on_them
from cobatch.kernel import clock
from cobatch.touchpoints import names, records
from cobatch.touchpoints.declare import catalogue


def inbox(request: HttpRequest) -> HttpResponse:
    """The home page."""
    actor = request.actor  # type: ignore[attr-defined]
    theirs = request.GET.get("on") == "them"
    mine, others = waiting_on_me(actor.person), waiting_on_them(actor)
    entries = others if theirs else mine
    context = {
        "mine": len(mine),
        "theirs": len(others),
        "groups": _groups(entries),
        "on_them": theirs,
        "tabs": [
            {"title": _("On me"), "url": "/", "current": not theirs, "count": len(mine)},
            {"title": _("On them"), "url": "/?on=them", "current": theirs, "count": len(others)},
        ],
    }
    return render(request, "web/inbox.html", context)


def _groups(entries: list[Any]) -> list[dict[str, Any]]:
    """Overdue first, then by the day they are due."""
    late = [entry for entry in entries if entry.overdue]
    rest = [entry for entry in entries if not entry.overdue]
    groups = ((_("Overdue"), late), (_("Due"), rest))
    return [{"title": title, "rows": [_row(entry) for entry in found]} for title, found in groups if found]


def _row(entry: Any) -> dict[str, Any]:
    return {
        "verb": str(entry.title),
        "subject": f"{entry.subject} · {entry.counterpart}",
        "url": names.path_of(entry.root_type, entry.root_id),
        "opens": True,
        "act_url": _act_url(entry),
        "icon": "clock-alert" if entry.overdue else "file-text",
        "tone": "bad" if entry.overdue else "info",
        "due": _due(entry),
        "due_tone": "bad" if entry.overdue else "neutral",
        "clocks": entry.due_text,
        "holder": ", ".join(entry.holders[:3]),
    }


def _act_url(entry: Any) -> str:
    """Where the act that is waited for is done; empty when it is done on another record."""
    touchpoint = catalogue().get(entry.wait.code)
    if touchpoint is None or records.name_of(touchpoint.on) != entry.root_type:
        return ""
    return f"/{touchpoint.step}/{entry.root_id}/do/{touchpoint.verb}/"


def _due(entry: Any) -> str:
    if entry.due is None:
        return _("since %(time)s") % {"time": timesince(entry.since, clock.now(), depth=1)}
    if entry.overdue:
        return _("overdue %(time)s") % {"time": timesince(entry.due, clock.now(), depth=1)}
    return _("in %(time)s") % {"time": timeuntil(entry.due, clock.now(), depth=1)}
