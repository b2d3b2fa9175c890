"""Reads of schedules for pages, the API and later steps."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from cobatch.network.models import Relationship
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.schedules.models import PlannedBatch, Schedule, ScheduleState
from cobatch.touchpoints.choices import choices

PLANNABLE = (LineState.CONFIRMED, LineState.IN_PRODUCTION)


def current(relationship_id: UUID) -> Schedule | None:
    """The version that counts: the newest one."""
    query = Schedule.objects.filter(relationship_id=relationship_id).exclude(state=ScheduleState.SUPERSEDED)
    return query.order_by("-number").first()


def rows_of(schedule: Schedule | None) -> list[PlannedBatch]:
    """The planned batches of a version, in its order, with order and item."""
    if schedule is None:
        return []
    return list(schedule.rows.select_related("order_line__order", "order_line__item").order_by("position"))


def planned_for(order: PurchaseOrder) -> list[PlannedBatch]:
    """What the newest schedule plans for an order."""
    return list(
        PlannedBatch.objects.filter(order_line__order=order)
        .exclude(schedule__state=ScheduleState.SUPERSEDED)
        .select_related("schedule", "order_line__item")
        .order_by("start", "number")
    )


def plannable_lines(relationship: Relationship, pks: Iterable[UUID] | None = None) -> list[OrderLine]:
    """Lines of a relationship that a schedule may plan: agreed and not on their way yet."""
    query = OrderLine.objects.filter(relationship=relationship, state__in=PLANNABLE)
    if pks is not None:
        query = query.filter(pk__in=list(pks))
    return list(query.select_related("order", "item").order_by("confirmed_date", "position", "portion"))


@choices("schedules.lines")
def line_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Lines that may be planned, under their order."""
    return [
        (str(line.pk), f"PO {line.order.number} · {line.label} · {line.item.sponsor_number}")
        for line in plannable_lines(record.relationship)
    ]


@choices("schedules.rows")
def row_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """The planned batches of this schedule."""
    return [(str(row.pk), f"{row.number} · {row.order_line.item.sponsor_number}") for row in rows_of(record)]
