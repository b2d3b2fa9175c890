"""Signatures and files: what was signed, by whom, and what was handed over."""

from typing import ClassVar

from django.db import models

from cobatch.network.models import Organisation, Person
from cobatch.network.rows import Row, SharedRow


class Signature(Row):
    """One electronic signature (21 CFR 11.50, 11.70): the manifestation, bound to the hash of the record signed."""

    tenancy: ClassVar[str] = "either"
    append_only: ClassVar[bool] = True

    relationship = models.ForeignKey(
        "network.Relationship", on_delete=models.PROTECT, null=True, related_name="+"
    )
    sponsor = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    cmo = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    act_id = models.UUIDField(unique=True)
    root_id = models.UUIDField(db_index=True)
    root_version = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    organisation_name = models.CharField(max_length=120)
    meaning = models.CharField(max_length=12)
    record_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    zone = models.CharField(max_length=40)
    city = models.CharField(max_length=60)


class StoredFile(SharedRow):
    """One version of a file that one company handed to the other; the bytes lie encrypted outside the database."""

    append_only: ClassVar[bool] = True

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    keyed_digest = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "digest", "name"], name="a_file_is_stored_once")
        ]
