"""Whose turn it is, in words, for the first line of a page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.inbox.queries import Entry, open_waits_of
from cobatch.kernel.sides import Side

SHOWN = 3  # names of holders


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
    entries = open_waits_of(record.pk, actor, thread)
    return [_turn(entry, actor, record) for entry in entries] or [{"what": _("Nothing is owed here now.")}]


def _turn(entry: Entry, actor: Any, record: Any) -> dict[str, Any]:
    ours = entry.wait.organisation_id == actor.organisation_id
    mine = ours and bool(actor.roles & set(entry.wait.roles) or entry.standing_in_for)
    who = ", ".join(entry.holders[:SHOWN]) or entry.organisation
    if mine:
        who = actor.person.name
    elif not ours:
        who = f"{who} · {entry.organisation}"
    return {
        "who": who,
        "what": str(entry.title) if entry.root_id == record.pk else f"{entry.title}: {entry.subject}",
        "since": entry.since_text,
        "due": entry.due_text,
        "deputy": ", ".join(entry.deputies),
        "state": "mine" if mine else "theirs",
        "late": entry.overdue,
    }
