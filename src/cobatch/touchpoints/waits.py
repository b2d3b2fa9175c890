"""Who is waited on follows from the states; nobody sets a wait by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Q, UUIDField, Value, When

from cobatch.kernel.identity import new_id
from cobatch.kernel.sides import Side
from cobatch.network.models import Organisation
from cobatch.touchpoints import records
from cobatch.touchpoints.declare import touchpoint_named
from cobatch.touchpoints.flow import Flow, Wait, flow_of, parts_of
from cobatch.touchpoints.models import Act, Waiting


@dataclass(frozen=True)
class Wanted:
    """One wait that the states of a root call for."""

    code: str
    side: Side
    due: datetime | None


@dataclass(frozen=True)
class Touched:
    """A root and the last act on it; `made` are the rows that came into being with a new root, if it is new."""

    root: Any
    act: Act
    made: list[Any] | None = None


def refresh(touched: Iterable[Touched]) -> list[Waiting]:
    """Bring the open waits of roots in line with their states; returns those that begin now."""
    wanted = [
        (each, _wanted(each.root, each.act.at, each.made))
        for each in touched
        if not isinstance(each.root, Organisation)
    ]
    _end([pair for pair in wanted if pair[0].made is None])
    begun = [_row(each.root, want, each.act) for each, wants in wanted for want in wants]
    if begun:
        Waiting.objects.bulk_create(begun, ignore_conflicts=True)
    return begun


def _end(wanted: list[tuple[Touched, list[Wanted]]]) -> None:
    """End what the states no longer call for, in one statement for all roots."""
    if not wanted:
        return
    keep = Q(pk__in=[])
    for each, wants in wanted:
        for want in wants:
            keep |= Q(root_id=each.root.pk, code=want.code, side=want.side)
    acts = [When(root_id=each.root.pk, then=Value(each.act.pk, UUIDField())) for each, _wants in wanted]
    still_open = Waiting.objects.filter(root_id__in=[each.root.pk for each, _wants in wanted], ended_at=None)
    still_open.exclude(keep).update(
        ended_at=wanted[0][0].act.at, ended_by=Case(*acts, output_field=UUIDField())
    )


def _wanted(root: Any, since: datetime, made: list[Any] | None) -> list[Wanted]:
    found: dict[tuple[str, Side], Wanted] = {}
    for flow, record in _waiting_records(root, made):
        for wait in flow.waits_in(record.state):
            wanted = _as_wanted(wait, root, record, since)
            known = found.get((wanted.code, wanted.side))
            if known is None or (wanted.due and (known.due is None or wanted.due < known.due)):
                found[wanted.code, wanted.side] = wanted
    return list(found.values())


def _waiting_records(root: Any, made: list[Any] | None) -> Iterator[tuple[Flow, Any]]:
    own = flow_of(records.name_of(root))
    if own:
        yield own, root
    for flow in parts_of(type(root)):
        if not flow.waits:
            continue
        for part in _parts(flow, root, made):
            setattr(part, flow.root, root)
            part.relationship = root.relationship
            yield flow, part


def _parts(flow: Flow, root: Any, made: list[Any] | None) -> Iterator[Any]:
    """Parts of the root that somebody is waited on for."""
    if made is not None:
        yield from (
            row for row in made if isinstance(row, flow.model) and getattr(row, "state", "") in flow.waits
        )
        return
    yield from flow.model._default_manager.filter(**{flow.root: root}, state__in=list(flow.waits))


def _as_wanted(wait: Wait, root: Any, record: Any, since: datetime) -> Wanted:
    side = wait.side(record)
    due = wait.due(record, since, root.relationship.site_on(side).calendar) if wait.due else None
    return Wanted(wait.code, side, due)


def _row(root: Any, wanted: Wanted, act: Act) -> Waiting:
    relationship = root.relationship
    return Waiting(
        id=new_id(),
        relationship=relationship,
        sponsor_id=relationship.sponsor_id,
        cmo_id=relationship.cmo_id,
        organisation=relationship.organisation_on(wanted.side),
        side=wanted.side,
        code=wanted.code,
        roles=[str(role) for role in touchpoint_named(wanted.code).roles],
        root_type=records.name_of(root),
        root_id=root.pk,
        subject=root.subject(),
        since=act.at,
        due=wanted.due,
    )
