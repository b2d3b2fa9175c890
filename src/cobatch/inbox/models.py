"""Which reminders of a wait have left."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cobatch.touchpoints.models import OfEither, Waiting


class Stage(models.IntegerChoices):
    """How pressing a wait has become; each stage is told of once."""

    NEW = 0, _("Your turn")
    NUDGE = 1, _("Half of the time is over")
    OVERDUE = 2, _("Overdue")
    ESCALATED = 3, _("Long overdue")


class Reminder(OfEither):
    """A wait reached a stage, and the mails about it were handed to the job queue."""

    tenancy: ClassVar[str] = "clockwork"
    append_only: ClassVar[bool] = True

    wait = models.ForeignKey(Waiting, on_delete=models.PROTECT, related_name="reminders")
    stage = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wait", "stage"], name="reminded_once_per_stage")]
