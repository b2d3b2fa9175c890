"""The seal of an act: where it stands in the log, and the proof that it does."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cobatch.ledger.models import Disclosure, Event, Log
from cobatch.ledger.proofs import inclusion
from cobatch.touchpoints import names
from cobatch.touchpoints.declare import catalogue
from cobatch.touchpoints.models import Act


def proof(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One act's proof, recomputed now from the stored bytes."""
    act = Act.objects.select_related("organisation", "person").filter(pk=pk).first()
    event = Event.objects.filter(log_id=act.log_id, event_uuid=act.pk).first() if act else None
    if act is None or event is None:
        raise Http404
    touchpoint = catalogue().get(act.code)
    shown: dict[str, Any] = {
        "act": act,
        "said": touchpoint.said if touchpoint else act.code,
        "log": Log.objects.get(pk=act.log_id),
        "envelope_bytes": len(bytes(event.envelope)),
        "proof": inclusion(act.log_id, act.index),
        "disclosures": Disclosure.objects.filter(log_id=act.log_id, seq=event.seq).order_by("n"),
        "record_url": names.path_of(act.root_type, act.root_id),
    }
    shown["holds"] = shown["proof"].holds()
    return render(request, "web/proof.html", shown)
