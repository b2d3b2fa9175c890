"""Abstract tables: what every row of a company, or of two, carries."""

from typing import ClassVar

from django.db import models

from cobatch.kernel.identity import new_id


class Row(models.Model):
    """A row with a time-ordered id that tells another company nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class SharedRow(Row):
    """A row both companies of a relationship see; the sides are copied so that lists filter by an index."""

    tenancy: ClassVar[str] = "shared"

    relationship = models.ForeignKey("network.Relationship", on_delete=models.PROTECT, related_name="+")
    sponsor = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    cmo = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class PrivateRow(Row):
    """A row one company keeps to itself."""

    tenancy: ClassVar[str] = "private"

    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
