"""Waits that have become pressing: at half of their term, past due, at one and a half times the term."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Value

from cobatch.inbox.models import Reminder, Stage
from cobatch.inbox.telling import defer_letters
from cobatch.kernel import clock
from cobatch.network.tenancy import choose
from cobatch.touchpoints.models import Waiting

# The strongest first: a wait found late is told of once, not once per stage it has slept through.
PART_OF_TERM = {Stage.ESCALATED: 1.5, Stage.OVERDUE: 1.0, Stage.NUDGE: 0.5}
AT_ONCE = 1000


@transaction.atomic
def remind(now: datetime | None = None) -> int:
    """Hand out the reminders that have become due, each once; returns how many."""
    choose(None)
    now = now or clock.now()
    return sum(_remind(stage, part, now) for stage, part in PART_OF_TERM.items())


def _remind(stage: Stage, part: float, now: datetime) -> int:
    elapsed = ExpressionWrapper(Value(now) - F("since"), output_field=DurationField())
    term = ExpressionWrapper((F("due") - F("since")) * Value(part), output_field=DurationField())
    known = Reminder.objects.filter(wait=OuterRef("pk"), stage__gte=stage)
    waits = list(
        Waiting.objects.filter(~Exists(known), ended_at=None, due__isnull=False)
        .alias(over=ExpressionWrapper(elapsed - term, output_field=DurationField()))
        .filter(over__gte=timedelta())
        .order_by("due", "pk")[:AT_ONCE]
    )
    Reminder.objects.bulk_create([_row(wait, stage, now) for wait in waits])
    defer_letters(waits, stage)
    return len(waits)


def _row(wait: Waiting, stage: Stage, now: datetime) -> Reminder:
    return Reminder(
        relationship_id=wait.relationship_id,
        sponsor_id=wait.sponsor_id,
        cmo_id=wait.cmo_id,
        organisation_id=wait.organisation_id,
        wait=wait,
        stage=stage,
        at=now,
    )
