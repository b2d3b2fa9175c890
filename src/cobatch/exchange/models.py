"""What a company keeps for its spreadsheets: the files it is looking at, and how each partner's columns are called."""

from typing import ClassVar

from django.db import models

from cobatch.network.models import Person, Relationship
from cobatch.network.rows import PrivateRow


class ColumnMapping(PrivateRow):
    """Which column means which field, as confirmed last."""

    relationship = models.ForeignKey(Relationship, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=30)
    mapping = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "relationship", "purpose"], name="one_mapping_per_partner_and_purpose"
            )
        ]


class ImportDraft(PrivateRow):
    """A file handed over and not confirmed yet. Nothing of it counts; it goes when confirmed, or after a day."""

    deletable: ClassVar[bool] = True

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    relationship = models.ForeignKey(Relationship, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    mapping = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "created_at"], name="import_drafts_by_age")]
