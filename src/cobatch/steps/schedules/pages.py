"""Pages of schedules: all versions, one version with its batches, and what it plans for an order."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cobatch.kernel.sides import Side
from cobatch.steps.orders.models import PurchaseOrder
from cobatch.steps.schedules.flow import SCHEDULE
from cobatch.steps.schedules.models import Cause, Constraint, PlannedBatch, Schedule
from cobatch.steps.schedules.queries import planned_for, rows_of
from cobatch.touchpoints.names import path_of
from cobatch.touchpoints.pages import (
    Column,
    Detail,
    Fact,
    List,
    Panel,
    State,
    add_detail,
    add_list,
    add_panel,
)

TIGHT = 5


def schedule_state(schedule: Schedule) -> State:
    """The state of a version as a badge."""
    return State(SCHEDULE.states(schedule.state).label, SCHEDULE.tones[schedule.state])


def slack(row: PlannedBatch) -> State:
    """Days between readiness and the confirmed date: too late is red, tight is amber."""
    tone = "bad" if row.slack_days < 0 else "warn" if row.slack_days < TIGHT else "good"
    return State(
        ngettext("%(count)s day", "%(count)s days", row.slack_days) % {"count": row.slack_days}, tone
    )


def reason(row: PlannedBatch) -> Any:
    """What decides the dates, and why they moved."""
    if row.cause:
        return _("moved: %(cause)s") % {"cause": Cause(row.cause).label}
    return Constraint(row.constraint).label if row.constraint else None


def panel_rows(schedule: Schedule, side: Any) -> Iterable[PlannedBatch]:
    """The batches of this version."""
    return rows_of(schedule)


def panel_of_order(order: PurchaseOrder, side: Any) -> Iterable[PlannedBatch]:
    """What the newest version plans for this order."""
    return planned_for(order)


DATES = (
    Column(_("Start"), lambda row: row.start),
    Column(_("Packed"), lambda row: row.pack_end),
    Column(_("Tested"), lambda row: row.qc_ready),
    Column(_("Released"), lambda row: row.cmo_release),
    Column(_("Ready to ship"), lambda row: row.ready_to_ship),
    Column(_("Slack"), slack),
    Column(_("Reason"), reason),
)

add_list(
    List(
        record="schedule",
        title=_("Schedules"),
        model=Schedule,
        columns=(
            Column(_("Version"), lambda schedule: schedule.title, link=True),
            Column(_("Sponsor"), lambda schedule: schedule.sponsor.name, unless=Side.SPONSOR),
            Column(_("Manufacturer"), lambda schedule: schedule.cmo.name, unless=Side.CMO),
            Column(_("Published"), lambda schedule: schedule.published_on),
            Column(_("Frozen until"), lambda schedule: schedule.frozen_until),
            Column(_("State"), schedule_state),
        ),
        states=tuple(str(state) for state in SCHEDULE.states),
        related=("sponsor", "cmo"),
        step=4,
        icon="calendar-range",
        to_json=lambda schedule: head_json(schedule),  # noqa: PLW0108 - defined below
    )
)
add_detail(
    Detail(
        record="schedule",
        title=lambda schedule: _("Schedule %(version)s") % {"version": schedule.title},
        state=schedule_state,
        facts=(
            Fact(_("Sponsor"), lambda schedule: schedule.relationship.sponsor.name),
            Fact(_("Manufacturer"), lambda schedule: schedule.relationship.cmo.name),
            Fact(_("Published"), lambda schedule: schedule.published_on),
            Fact(_("Frozen until"), lambda schedule: schedule.frozen_until),
            Fact(_("Silence accepts"), lambda schedule: schedule.silence_accepts_at),
        ),
        to_json=lambda schedule: head_json(schedule) | {"rows": [row_json(row) for row in rows_of(schedule)]},
    )
)
add_panel(
    "schedule",
    Panel(
        name="rows",
        title=_("Planned batches"),
        rows=panel_rows,
        step=4,
        columns=(
            Column(_("Batch"), lambda row: row.number),
            Column(_("Order"), lambda row: f"PO {row.order_line.order.number} · {row.order_line.label}"),
            Column(_("Item"), lambda row: row.order_line.item.sponsor_number),
            Column(_("Line"), lambda row: row.line),
            *DATES,
            Column(_("Impact"), lambda row: row.impact or None),
        ),
        url=lambda row: path_of("order", row.order_line.order_id),
    ),
)
add_panel(
    "order",
    Panel(
        name="schedule",
        title=_("Schedule"),
        rows=panel_of_order,
        step=4,
        columns=(
            Column(_("Batch"), lambda row: row.number),
            Column(_("Line"), lambda row: row.order_line.label),
            *DATES,
            Column(_("Version"), lambda row: row.schedule.title),
        ),
        url=lambda row: path_of("schedule", row.schedule_id),
    ),
)


def head_json(schedule: Schedule) -> dict[str, Any]:
    """One version without its batches."""
    return {
        "number": schedule.number,
        "state": schedule.state,
        "published_on": schedule.published_on.isoformat(),
        "frozen_until": schedule.frozen_until.isoformat(),
    }


def row_json(row: PlannedBatch) -> dict[str, Any]:
    """One planned batch, as the API gives it."""
    names = ("start", "pack_end", "qc_ready", "cmo_release", "ready_to_ship")
    return {
        "id": str(row.pk),
        "number": row.number,
        "order_line": str(row.order_line_id),
        "line": row.line,
        **{name: getattr(row, name).isoformat() for name in names},
        "slack_days": row.slack_days,
        "constraint": row.constraint or None,
        "cause": row.cause or None,
        "moved": row.moved,
        "impact": row.impact or None,
    }
