"""Who is waited on follows from the states; nobody sets a wait by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

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


def refresh(root: Any, act: Act, *, made: list[Any] | None = None) -> list[Waiting]:
    """Bring the open waits of a root in line with its states; returns those that begin now.

    `made` are the rows that came into being together with a new root, so that none need be read again.
    """
    if isinstance(root, Organisation):
        return []
    wanted = _wanted(root, act.at, made)
    if made is None:
        keep = Q(pk__in=[])
        for each in wanted:
            keep |= Q(code=each.code, side=each.side)
        Waiting.objects.filter(root_id=root.pk, ended_at=None).exclude(keep).update(
            ended_at=act.at, ended_by=act
        )
    begun = [_row(root, each, act) for each in wanted]
    if not begun:
        return []
    Waiting.objects.bulk_create(begun, ignore_conflicts=True)
    return begun


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
