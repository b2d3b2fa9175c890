"""TP-17: the manufacturer publishes a version of its schedule."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Relationship
from cobatch.network.models.relationships import RelationshipState
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.schedules.facts import SchedulePublished
from cobatch.steps.schedules.frozen import days_of, frozen_until
from cobatch.steps.schedules.guards import (
    former,
    former_rows,
    frozen_dates_stand,
    lines_are_confirmed,
    lines_to_plan,
    something_is_to_be_planned,
)
from cobatch.steps.schedules.models import PlannedBatch, Schedule, ScheduleState
from cobatch.steps.schedules.payloads import Plan, Planned
from cobatch.steps.schedules.queries import PLANNABLE, current, rows_of
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


def newest_rows(relationship: Relationship, actor: Any) -> dict[str, Any]:
    """The form begins with what the newest version plans and is still to be made."""
    rows = [row for row in rows_of(current(relationship.pk)) if row.order_line.state in PLANNABLE]
    return {"rows": [_as_form(row) for row in rows]}


def _as_form(row: PlannedBatch) -> dict[str, Any]:
    names = ("start", "pack_end", "qc_ready", "cmo_release", "ready_to_ship")
    return {
        "order_line": str(row.order_line_id),
        "number": row.number,
        "line": row.line,
        "constraint": row.constraint or None,
        **{name: getattr(row, name).isoformat() for name in names},
    }


@touchpoint(
    "schedules.publish",
    title=_("Publish schedule"),
    said=_("published the schedule"),
    on=Relationship,
    creates=Schedule,
    takes=Plan,
    by=Side.CMO,
    roles=(Role.PLANNER,),
    when=(RelationshipState.ACTIVE,),
    moves=makes(ScheduleState.PUBLISHED),
    needs=(something_is_to_be_planned,),
    guards=(lines_are_confirmed, frozen_dates_stand),
    initial=newest_rows,
    catalogue="TP-17",
)
def publish(act: Context[Relationship, Plan]) -> Iterator[Fact]:
    """The manufacturer tells when it makes what was agreed: every batch still to be made, with its dates.

    The new version replaces the one before, which stays readable. Within the next 14 days a date moves only
    with its cause. Where the companies agreed so, the sponsor's silence accepts the schedule.
    """
    earlier, lines = former(act), lines_to_plan(act)
    schedule = _version(act, earlier)
    act.create(schedule)
    act.create_all(
        _row(act, schedule, lines[row.order_line], row, position)
        for position, row in enumerate(act.payload.rows, start=1)
    )
    if schedule.silence_accepts_at:
        act.later(schedule.silence_accepts_at, "schedules.accept_by_silence")
    yield SchedulePublished(schedule.id, earlier.id if earlier else None, _changed_starts(act, lines))


def _version(act: Context[Relationship, Plan], earlier: Schedule | None) -> Schedule:
    today = act.on.cmo_site.calendar.local_day(act.now)
    terms = act.on.terms
    silence = terms.term("schedule_silence").due(act.now, act.on.sponsor_site.calendar)
    return Schedule(
        **born(under=act.on, at=act.now),
        number=earlier.number + 1 if earlier else 1,
        state=ScheduleState.PUBLISHED,
        published_on=today,
        frozen_until=frozen_until(today),
        silence_accepts_at=silence if terms.silence_accepts_schedule else None,
    )


def _row(
    act: Context[Relationship, Plan], schedule: Schedule, line: OrderLine, row: Planned, position: int
) -> PlannedBatch:
    old = former_rows(act).get(row.number)
    return PlannedBatch(
        **born(under=act.on),
        schedule=schedule,
        order_line=line,
        position=position,
        number=row.number,
        line=row.line,
        start=row.start,
        pack_end=row.pack_end,
        qc_ready=row.qc_ready,
        cmo_release=row.cmo_release,
        ready_to_ship=row.ready_to_ship,
        slack_days=((line.confirmed_date or row.ready_to_ship) - row.ready_to_ship).days,
        constraint=str(row.constraint or ""),
        cause=str(row.cause or ""),
        moved=old is not None and days_of(old) != days_of(row),
    )


def _changed_starts(
    act: Context[Relationship, Plan], lines: dict[UUID, OrderLine]
) -> dict[UUID, dict[UUID, date]]:
    first: dict[UUID, date] = {}
    for row in act.payload.rows:
        first[row.order_line] = min(row.start, first.get(row.order_line, row.start))
    changed: dict[UUID, dict[UUID, date]] = defaultdict(dict)
    for pk, day in first.items():
        if lines[pk].planned_start != day:
            changed[lines[pk].order_id][pk] = day
    return dict(changed)
