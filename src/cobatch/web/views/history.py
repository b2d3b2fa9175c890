"""The timeline of a record: every act on it, who, when on both clocks, and its seal."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.documents.models import Signature
from cobatch.kernel.zones import both_clocks
from cobatch.touchpoints.declare import catalogue
from cobatch.touchpoints.models import Act

NEWEST = 60
ICONS = {
    "confirm": "handshake",
    "issue": "file-text",
    "resolve": "scale",
    "start": "play",
    "release": "shield-check",
}


def history(record: Any, actor: Any, clocks: Any, thread: Sequence[UUID] = ()) -> list[dict[str, Any]]:
    """The newest acts on the record, and on those of its thread, first."""
    roots = [record.pk, *thread]
    acts = list(
        Act.objects.filter(root_id__in=roots)
        .select_related("organisation", "person")
        .order_by("-at", "-index")[:NEWEST]
    )
    signatures = {each.act_id: each for each in Signature.objects.filter(root_id__in=roots)}
    return [_event(act, signatures.get(act.pk), clocks) for act in acts]


def _event(act: Act, signature: Signature | None, clocks: Any) -> dict[str, Any]:
    touchpoint = catalogue().get(act.code)
    return {
        "said": _sentence(str(touchpoint.said) if touchpoint else act.code),
        "who": act.person.name if act.person else "",
        "organisation": act.organisation.name,
        "at": both_clocks(act.at, *clocks),
        "automatic": act.person_id is None,
        "icon": "pen-line" if signature else ICONS.get(act.code.partition(".")[2], "check"),
        "tone": "good" if signature else "info",
        "signature": _manifestation(signature) if signature else "",
        "proof_url": f"/proofs/{act.pk}/",
    }


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _manifestation(signature: Signature) -> str:
    """Name, title, organisation, meaning, UTC and local time with zone (21 CFR 11.50)."""
    local = both_clocks(signature.at, (signature.zone, signature.city), None)
    return _("%(meaning)s by %(name)s, %(title)s, %(organisation)s · %(utc)s UTC · %(local)s (%(zone)s)") % {
        "meaning": signature.meaning,
        "name": signature.name,
        "title": signature.title or "–",
        "organisation": signature.organisation_name,
        "utc": f"{signature.at:%Y-%m-%d %H:%M:%S}",
        "local": local,
        "zone": signature.zone,
    }
