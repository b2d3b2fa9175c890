"""Doing an act: the form, the signature, the refusal with everything typed still there."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cobatch.documents.signing import SignatureInput
from cobatch.kernel.refusals import ActError, NotYours, SignatureNeeded
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints import names, possible, records
from cobatch.touchpoints.declare import TouchPoint, catalogue
from cobatch.touchpoints.engine import Outcome, Request, perform
from cobatch.web.forms import rows
from cobatch.web.forms.reading import read
from cobatch.web.forms.uploads import take_files
from cobatch.web.views.drafting import Draft, as_shown, challenge_again
from cobatch.web.views.revealing import revealed

LONGEST_VERSION = 9  # digits


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, step: str, verb: str) -> HttpResponse:
    """An act that creates a record, on the parent named by ?on=."""
    try:
        parent = UUID(request.GET.get("on", ""))
    except ValueError:
        raise Http404 from None
    return act(request, step, parent, verb)


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, step: str, pk: UUID, verb: str) -> HttpResponse:
    """The form of an act (GET) and the act itself (POST)."""
    touchpoint = catalogue().get(f"{step}.{verb.replace('-', '_')}")
    if touchpoint is None or touchpoint.automatic:
        raise Http404
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST" and request.POST.get("_do"):
        return _do(request, touchpoint, pk, actor)
    with as_organisation(actor.organisation_id):
        return _show(request, _draft(request, touchpoint, pk, actor))


def _draft(request: HttpRequest, touchpoint: TouchPoint, pk: UUID, actor: Any) -> Draft:
    """The form as it begins, or as typed so far when a line was added or removed."""
    record = _readable(touchpoint, pk, actor)
    if request.method == "POST":
        values = rows.changed(request.POST, read(touchpoint.takes, request.POST, actor.site.zone))
        version, key = _version(request) or record.version, request.POST.get("key") or str(uuid4())
    else:
        values = dict(touchpoint.initial(record, actor)) if touchpoint.initial else {}
        values = rows.begun(touchpoint.takes, values)
        version, key = record.version, str(uuid4())
    return Draft(touchpoint, record, actor, values, version, key)


def _version(request: HttpRequest) -> int:
    """The version that the form was drawn from; what is none counts as older than any."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION else 0


def _readable(touchpoint: TouchPoint, pk: UUID, actor: Any) -> Any:
    try:
        record = records.read(touchpoint.on, pk)
        possible.possibility(touchpoint, record, actor)
    except NotYours:
        raise Http404 from None
    return record


def _do(request: HttpRequest, touchpoint: TouchPoint, pk: UUID, actor: Any) -> HttpResponse:
    values = read(touchpoint.takes, request.POST, actor.site.zone)
    version, key = _version(request), request.POST.get("key") or str(uuid4())
    try:
        with as_organisation(actor.organisation_id):
            take_files(request, touchpoint.takes, _readable(touchpoint, pk, actor), actor, values)
        outcome = perform(Request(touchpoint.code, pk, actor, key, values, version, _signature(request)))
    except NotYours:
        raise Http404 from None
    except ActError as error:
        with as_organisation(actor.organisation_id):
            draft = Draft(touchpoint, _readable(touchpoint, pk, actor), actor, values, version, key, error)
            draft.challenge = challenge_again(draft) if isinstance(error, SignatureNeeded) else None
            return _show(request, draft)
    return _done(request, touchpoint, outcome)


def _signature(request: HttpRequest) -> SignatureInput | None:
    if not request.POST.get("sign.hash"):
        return None
    return SignatureInput(
        request.POST["sign.hash"],
        request.POST.get("sign.identity", ""),
        request.POST.get("sign.password", ""),
        request.POST.get("sign.code", ""),
    )


def _done(request: HttpRequest, touchpoint: TouchPoint, outcome: Outcome) -> HttpResponse:
    if outcome.revealed:
        return revealed(request, touchpoint, outcome)
    record = outcome.answer["record"]
    url = names.path_of(record["type"], record["id"])
    if not getattr(request, "htmx", False):
        return redirect(url)
    if touchpoint.creates is not None:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    told = {"act": {}, "toast": {"text": _("Done: %(act)s.") % {"act": touchpoint.title}, "tone": "good"}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(told)})


def _show(request: HttpRequest, draft: Draft) -> HttpResponse:
    in_dialog = bool(getattr(request, "htmx", False))
    shown = {"act": as_shown(draft, in_dialog), "title": draft.touchpoint.title}
    template = "web/components/act.html" if in_dialog else "web/act.html"
    return render(request, template, shown, status=draft.error.status if draft.error else 200)
