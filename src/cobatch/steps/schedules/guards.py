"""Why an act on a schedule is refused."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.network.models import Relationship
from cobatch.steps.agreements.queries import read_once
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.schedules.frozen import moves_frozen_dates
from cobatch.steps.schedules.models import PlannedBatch, Schedule
from cobatch.steps.schedules.payloads import Objections, Plan
from cobatch.steps.schedules.queries import current, plannable_lines, rows_of
from cobatch.touchpoints.context import Context


def something_is_to_be_planned(act: Context[Relationship, Any]) -> Iterator[Refusal]:
    """There is a confirmed line to plan for."""
    if not lines_to_plan(act):
        yield Refusal("nothing_to_plan", _("No order line is confirmed and still to be made."))


def lines_are_confirmed(act: Context[Relationship, Plan]) -> Iterator[Refusal]:
    """Only lines that both companies agreed on are planned, and each planned number comes once."""
    lines = lines_to_plan(act)
    times = Counter(row.number for row in act.payload.rows)
    for index, row in enumerate(act.payload.rows):
        if row.order_line not in lines:
            text = _("This line is not confirmed, or already on its way.")
            yield Refusal("line_not_confirmed", text, f"/rows/{index}/order_line")
        if times[row.number] > 1:
            text = _("%(number)s is planned twice.") % {"number": row.number}
            yield Refusal("planned_twice", text, f"/rows/{index}/number")


def frozen_dates_stand(act: Context[Relationship, Plan]) -> Iterator[Refusal]:
    """A date moves within the next two weeks, or into them, only for a cause that is told."""
    today = act.on.cmo_site.calendar.local_day(act.now)
    known = former_rows(act)
    for index, row in enumerate(act.payload.rows):
        old = known.get(row.number)
        if old and row.cause is None and moves_frozen_dates(old, row, today):
            text = _("%(number)s moves inside the frozen window: say why.") % {"number": row.number}
            yield Refusal("cause_missing", text, f"/rows/{index}/cause")


def rows_are_of_this_schedule(act: Context[Schedule, Objections]) -> Iterator[Refusal]:
    """Each objection names a planned batch of this version, once."""
    known = {row.pk for row in act.on.rows.all()}
    for index, objection in enumerate(act.payload.objections):
        if objection.row not in known:
            text = _("This batch is not planned here, or is named twice.")
            yield Refusal("row_unknown", text, f"/objections/{index}/row")
        known.discard(objection.row)


def lines_to_plan(act: Context[Relationship, Any]) -> dict[UUID, OrderLine]:
    """Lines that may be planned, read once for guards and effect."""
    return read_once(act.on, "lines to plan", lambda: {line.pk: line for line in plannable_lines(act.on)})


def former(act: Context[Relationship, Any]) -> Schedule | None:
    """The version that counts until now."""
    return read_once(act.on, "former schedule", lambda: current(act.on.pk))


def former_rows(act: Context[Relationship, Any]) -> dict[str, PlannedBatch]:
    """Its rows by planned number."""
    return read_once(act.on, "former rows", lambda: {row.number: row for row in rows_of(former(act))})
