"""Manufacturing schedules: versions per relationship, and the batches each version plans."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cobatch.network.rows import SharedRow
from cobatch.steps.orders.models import OrderLine
from cobatch.touchpoints.records import Root


class ScheduleState(models.TextChoices):
    """Where one version of the schedule stands."""

    PUBLISHED = "published", _("published")
    ACCEPTED = "accepted", _("accepted")
    OBJECTED = "objected", _("objected")
    SUPERSEDED = "superseded", _("superseded")


class Constraint(models.TextChoices):
    """Which resource decides the dates of a planned batch."""

    MATERIALS = "materials", _("materials")
    PEOPLE = "people", _("people")
    PLANT = "plant", _("plant")
    LABORATORY = "laboratory", _("laboratory")


class Cause(models.TextChoices):
    """Why dates inside the frozen window moved."""

    MATERIALS = "materials", _("materials")
    PEOPLE = "people", _("people")
    PLANT = "plant", _("plant")
    LABORATORY = "laboratory", _("laboratory")
    QUALITY = "quality", _("quality")
    SPONSOR = "sponsor", _("sponsor")


class Schedule(Root):
    """One version of what the manufacturer plans to make for this sponsor, and when."""

    record: ClassVar[str] = "schedule"

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ScheduleState.choices)
    published_on = models.DateField()
    frozen_until = models.DateField()
    silence_accepts_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "number"], name="schedule_versions_count_up"),
        ]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="schedules_of_a_sponsor"),
            models.Index(fields=["cmo", "-id"], name="schedules_of_a_cmo"),
        ]

    @property
    def title(self) -> str:
        """v11, as people speak of it."""
        return f"v{self.number}"

    def subject(self) -> str:
        return f"{self.relationship.cmo.code} v{self.number} · {self.published_on.isoformat()}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        return ()


class PlannedBatch(SharedRow):
    """One batch as one version of the schedule plans it; all dates are days of the manufacturer's site."""

    stateful: ClassVar[bool] = False

    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="rows")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="planned_batches")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    line = models.CharField(max_length=60, blank=True)
    start = models.DateField()
    pack_end = models.DateField()
    qc_ready = models.DateField()
    cmo_release = models.DateField()
    ready_to_ship = models.DateField()
    slack_days = models.SmallIntegerField()
    constraint = models.CharField(max_length=12, choices=Constraint.choices, blank=True)
    cause = models.CharField(max_length=12, choices=Cause.choices, blank=True)
    moved = models.BooleanField(default=False)
    stock_out_on = models.DateField(null=True)
    stock_out_market = models.CharField(max_length=2, blank=True)
    impact = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="planned_number_once_in_a_version"),
            models.CheckConstraint(
                condition=Q(pack_end__gte=models.F("start"), ready_to_ship__gte=models.F("pack_end")),
                name="planned_batch_runs_forwards",
            ),
        ]
        indexes = [models.Index(fields=["order_line"], name="planned_batches_of_a_line")]
