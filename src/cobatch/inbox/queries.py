"""The inbox: what waits on me, what waits on them. To be asked where my company has been chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from cobatch.inbox.holders import Holders, holders_of, in_office
from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.kernel.zones import both_clocks
from cobatch.network.actors import Actor
from cobatch.network.models import Deputy, Person, Relationship
from cobatch.touchpoints import records
from cobatch.touchpoints.declare import catalogue, touchpoint_named
from cobatch.touchpoints.models import Waiting
from cobatch.touchpoints.names import path_of

SIDES = tuple(f"relationship__{name}" for name in ("sponsor", "cmo", "sponsor_site", "cmo_site"))
SEE_ALL = frozenset({str(Role.ADMINISTRATOR), str(Role.AUDITOR), str(Role.EXECUTIVE)})
Clock = tuple[str, str]


@dataclass(frozen=True)
class Entry:
    """One wait in its viewer's words. `counterpart` is their partner, `organisation` whose turn it is."""

    wait: Waiting
    title: Any
    subject: str
    counterpart: str
    organisation: str
    holders: tuple[str, ...]
    deputies: tuple[str, ...]
    standing_in_for: tuple[str, ...]  # holders for whom the viewer stands in
    since: datetime
    since_text: str
    due: datetime | None
    due_text: str
    overdue: bool
    root_type: str
    root_id: UUID
    url: str


def waiting_on_me(person: Person, day: date | None = None) -> list[Entry]:
    """Open waits of my company that my roles, or those I stand in for, can end; oldest due first."""
    return entries(_on_me(person, day), person, day)


def count_on_me(person: Person, day: date | None = None) -> int:
    """How many waits I can end."""
    return _on_me(person, day).count()


def waiting_on_them(actor: Actor, *, everything: bool = False) -> list[Entry]:
    """Open waits of my partners: on the kinds of record that my roles act on, or all of them."""
    me = actor.organisation_id
    partners = Q(sponsor_id=me, side="cmo") | Q(cmo_id=me, side="sponsor")
    query = _open().filter(partners, organisation_id__in=_partners(me))
    if not everything and not actor.roles & SEE_ALL:
        query = query.filter(root_type__in=_records_acted_on(actor.roles))
    return entries(query, _viewer(actor))


def open_waits_of(root_id: UUID, actor: Actor, thread: Sequence[UUID] = ()) -> list[Entry]:
    """Everybody who is waited on for one record and those of its thread, on either side."""
    return entries(_open().filter(root_id__in=[root_id, *thread]), _viewer(actor))


def entries(waits: Iterable[Waiting], viewer: Person, day: date | None = None) -> list[Entry]:
    """The waits in the viewer's words and clocks: three statements with the waits themselves."""
    found = list(waits)
    if not found:
        return []
    holders = holders_of(found, day)
    return [_entry(wait, viewer, holders) for wait in found]


def _entry(wait: Waiting, viewer: Person, holders: Holders) -> Entry:
    relationship = _relationship_of(wait)
    us = relationship.side_of(viewer.organisation_id)
    if us is None:
        raise LookupError("a wait was shown to a stranger")
    clocks = viewer.site.clock, relationship.site_on(us.other).clock
    standing_in = holders.standing_in(wait)
    return Entry(
        wait=wait,
        title=touchpoint_named(wait.code).title,
        subject=wait.subject,
        counterpart=relationship.organisation_on(us.other).name,
        organisation=relationship.organisation_on(type(us)(wait.side)).name,
        holders=tuple(person.name for person in holders.of(wait)),
        deputies=tuple(dict.fromkeys(each.deputy.name for each in standing_in)),
        standing_in_for=tuple(each.person.name for each in standing_in if each.deputy_id == viewer.pk),
        since=wait.since,
        since_text=_on_both(wait.since, *clocks),
        due=wait.due,
        due_text=_on_both(wait.due, *clocks) if wait.due else "",
        overdue=wait.due is not None and wait.due < clock.now(),
        root_type=wait.root_type,
        root_id=wait.root_id,
        url=path_of(wait.root_type, wait.root_id),
    )


def _on_both(instant: datetime, ours: Clock, theirs: Clock) -> str:
    return both_clocks(instant, ours, None if ours == theirs else theirs)


def _open() -> QuerySet[Waiting]:
    return (
        Waiting.objects.filter(ended_at=None)
        .select_related(*SIDES)
        .order_by(F("due").asc(nulls_last=True), "since", "pk")
    )


def _on_me(person: Person, day: date | None) -> QuerySet[Waiting]:
    standing_in = in_office(Deputy.objects.filter(deputy=person), day)
    roles = set(person.roles).union(*(each.person.roles for each in standing_in))
    return _open().filter(organisation_id=person.organisation_id, roles__has_any_keys=sorted(roles))


def _partners(me: UUID) -> QuerySet[Any]:
    return Relationship.objects.filter(cmo_id=me).values("sponsor_id").union(
        Relationship.objects.filter(sponsor_id=me).values("cmo_id")
    )  # fmt: skip


def _records_acted_on(roles: frozenset[str]) -> set[str]:
    """Kinds of record on which one of these roles may do something."""
    return {
        records.name_of(touchpoint.creates or touchpoint.on)
        for touchpoint in catalogue().values()
        if roles.intersection(map(str, touchpoint.roles))
    }


def _relationship_of(wait: Waiting) -> Relationship:
    if wait.relationship is None:
        raise LookupError("nobody is waited on outside a relationship")
    return wait.relationship


def _viewer(actor: Actor) -> Person:
    if actor.person is None:
        raise LookupError("an inbox belongs to a person")
    return actor.person
