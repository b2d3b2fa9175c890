"""A sponsor and a manufacturer who work on one shared record."""

import secrets
from typing import ClassVar

from django.db import models

from cobatch.kernel.sides import Side
from cobatch.network.models.organisations import Organisation, Site
from cobatch.network.rows import Row
from cobatch.network.terms import Terms


def new_key() -> bytes:
    """32 random bytes under which this relationship's files are named."""
    return secrets.token_bytes(32)


class RelationshipState(models.TextChoices):
    """Proposed by one side, active once the other accepts."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"


class Relationship(Row):
    """The unit of sharing, locking and proof."""

    tenancy: ClassVar[str] = "shared"
    stateful: ClassVar[bool] = True

    sponsor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="as_sponsor")
    cmo = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="as_cmo")
    sponsor_site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    cmo_site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.CharField(max_length=8, choices=[("sponsor", "sponsor"), ("cmo", "cmo")])
    state = models.CharField(max_length=12, choices=RelationshipState.choices)
    version = models.PositiveIntegerField(default=1)
    settings = models.JSONField(default=dict)
    key = models.BinaryField(default=new_key, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sponsor_site", "cmo_site"],
                condition=~models.Q(state="declined"),  # after a refusal one may ask again
                name="one_relationship_per_pair_of_sites",
            ),
            models.CheckConstraint(
                condition=~models.Q(sponsor=models.F("cmo")), name="two_companies_in_a_relationship"
            ),
        ]
        indexes = [models.Index(fields=["cmo"], name="relationship_by_cmo")]

    @property
    def relationship(self) -> "Relationship":
        """Itself: a relationship is a record like any other."""
        return self

    @property
    def relationship_id(self) -> object:
        """Its own id, as on any shared row."""
        return self.id

    def subject(self) -> str:
        """Both companies' names."""
        return f"{self.sponsor.name} – {self.cmo.name}"

    @property
    def terms(self) -> Terms:
        """What the two companies settled: clocks, tolerances, triggers."""
        return Terms.model_validate(self.settings)

    def side_of(self, organisation_id: object) -> Side | None:
        """Which side a company is here, or None for a stranger."""
        if organisation_id == self.sponsor_id:
            return Side.SPONSOR
        return Side.CMO if organisation_id == self.cmo_id else None

    def organisation_on(self, side: Side) -> Organisation:
        """The company on one side."""
        return self.sponsor if side is Side.SPONSOR else self.cmo

    def site_on(self, side: Side) -> Site:
        """The site whose calendar and clock count for one side."""
        return self.sponsor_site if side is Side.SPONSOR else self.cmo_site
