"""The tables of the logs. Signed bytes are stored as they were signed and never rebuilt from columns."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from cobatch.ledger.merkle import EMPTY_ROOT
from cobatch.network.rows import Row


def _copy() -> "models.UUIDField[Any, Any]":
    """Whose row it is, copied from the log for row-level security; the log itself has the foreign keys."""
    return models.UUIDField(null=True, editable=False)


class LogState(models.TextChoices):
    """A log in recovery can be read but not appended to."""

    OPEN = "open"
    RECOVERY = "recovery"


class Log(Row):
    """The head of one log: all that the next append must know. Its row lock is what orders the events."""

    tenancy: ClassVar[str] = "either"

    origin = models.TextField(unique=True)
    relationship = models.OneToOneField(
        "network.Relationship", on_delete=models.PROTECT, null=True, related_name="+"
    )
    organisation = models.OneToOneField(
        "network.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    sponsor = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    cmo = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")
    root = models.BinaryField(default=EMPTY_ROOT)
    cosigned_size = models.BigIntegerField(default=0)
    cosigned_root = models.BinaryField(default=EMPTY_ROOT)
    state = models.CharField(max_length=10, choices=LogState.choices, default=LogState.OPEN)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, relationship=None, sponsor=None, cmo=None)
                | Q(organisation=None, relationship__isnull=False, sponsor__isnull=False, cmo__isnull=False),
                name="log_of_a_relationship_or_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(cosigned_size__gte=0, cosigned_size__lte=F("size")),
                name="log_cosigned_up_to_its_size",
            ),
        ]


class LogRow(models.Model):
    """A row of one log, visible to whom the log is, and never changed."""

    tenancy: ClassVar[str] = "either"
    append_only: ClassVar[bool] = True

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation_id = _copy()
    sponsor_id = _copy()
    cmo_id = _copy()

    class Meta:
        abstract = True


class Event(LogRow):
    """One signed envelope and the place it has in its log."""

    pk = models.CompositePrimaryKey("log_id", "seq")
    seq = models.BigIntegerField()
    event_uuid = models.UUIDField()
    type = models.CharField(max_length=80)
    envelope = models.BinaryField()
    leaf = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "event_uuid"], name="event_once_in_its_log"),
            models.CheckConstraint(condition=Q(seq__gte=0), name="event_counted_from_zero"),
        ]


class Node(LogRow):
    """The root of a complete group of 256^level leaves, so that a proof reads few rows."""

    pk = models.CompositePrimaryKey("log_id", "level", "idx")
    level = models.SmallIntegerField()
    idx = models.BigIntegerField()
    hash = models.BinaryField()


class Disclosure(LogRow):
    """What an event says in the clear; number `n` counts in the order of the signed digests.

    The only text of the ledger that can be erased, and its erasure leaves the log as sound as before.
    """

    pk = models.CompositePrimaryKey("log_id", "seq", "n")
    seq = models.BigIntegerField()
    n = models.SmallIntegerField()
    group = models.CharField(max_length=40)
    digest = models.CharField(max_length=43)
    body = models.TextField(null=True)  # noqa: DJ001 - null says erased, which no text could
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(body__isnull=False, erased_at=None) | Q(body=None, erased_at__isnull=False),
                name="disclosure_there_or_erased",
            )
        ]


class OrganisationKey(Row):
    """The public part of a key that signs for an organisation; its partners read it to check signatures."""

    tenancy: ClassVar[str] = "ledger_key"

    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    kid = models.BinaryField()
    public = models.BinaryField()
    purpose = models.CharField(max_length=10, default="event")
    created_at = models.DateTimeField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kid"], name="key_id_once_in_an_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "purpose"],
                condition=Q(active=True),
                name="one_active_key_for_a_purpose",
            ),
        ]


class WrappedKey(models.Model):
    """The private part, sealed under the master key; of no use to whoever has only the database."""

    tenancy: ClassVar[str] = "server"

    key = models.OneToOneField(
        OrganisationKey, on_delete=models.PROTECT, primary_key=True, related_name="wrapped"
    )
    wrapped = models.BinaryField()
