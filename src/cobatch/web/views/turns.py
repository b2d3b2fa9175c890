"""Whose turn it is, in words, for the first line of a page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.kernel import clock
from cobatch.kernel.sides import Side
from cobatch.kernel.zones import both_clocks
from cobatch.network.models import Person
from cobatch.touchpoints.declare import touchpoint_named
from cobatch.touchpoints.models import Waiting


def clocks_for(record: Any, actor: Any) -> tuple[tuple[str, str], tuple[str, str] | None]:
    """The viewer's clock first, then the other side's."""
    relationship = getattr(record, "relationship", None)
    own: tuple[str, str] = actor.site.clock
    if relationship is None:
        return own, None
    side = relationship.side_of(actor.organisation_id)
    other = relationship.site_on(Side(side).other) if side else None
    return own, other.clock if other else None


def turns_of(record: Any, actor: Any, thread: Sequence[UUID] = ()) -> list[dict[str, Any]]:
    """Everybody who is waited on for this record and those of its thread; nobody gives one quiet line."""
    waits = list(
        Waiting.objects.filter(root_id__in=[record.pk, *thread], ended_at=None)
        .select_related("organisation")
        .order_by("due")
    )
    clocks = clocks_for(record, actor)
    people = _people(waits)
    return [_turn(wait, people, actor, clocks, record) for wait in waits] or [
        {"what": _("Nothing is owed here now.")}
    ]


def _what(wait: Waiting, record: Any) -> str:
    """What is waited for, with its record when that is not the page's own."""
    title = str(touchpoint_named(wait.code).title)
    return title if wait.root_id == record.pk else f"{title}: {wait.subject}"


def _people(waits: list[Waiting]) -> list[Person]:
    if not waits:
        return []
    companies = {wait.organisation_id for wait in waits}
    return list(Person.objects.filter(organisation_id__in=companies, is_active=True, service=False))


def _turn(wait: Waiting, people: list[Person], actor: Any, clocks: Any, record: Any) -> dict[str, Any]:
    holders = [
        p.name for p in people if p.organisation_id == wait.organisation_id and set(p.roles) & set(wait.roles)
    ]
    mine = wait.organisation_id == actor.organisation_id and bool(actor.roles & set(wait.roles))
    who = ", ".join(holders[:3]) or wait.organisation.name
    if mine and actor.person:
        who = actor.person.name
    elif wait.organisation_id != actor.organisation_id:
        who = f"{who} · {wait.organisation.name}"
    return {
        "who": who,
        "what": _what(wait, record),
        "since": both_clocks(wait.since, *clocks),
        "due": both_clocks(wait.due, *clocks) if wait.due else "",
        "state": "mine" if mine else "theirs",
        "late": bool(wait.due and wait.due < clock.now()),
    }
