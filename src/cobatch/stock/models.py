"""Lots and what moved them. A balance is always a sum of movements and stored nowhere."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cobatch.kernel.columns import QuantityColumns, quantity_value, unit
from cobatch.network.models import Item
from cobatch.network.rows import SharedRow


class Place(models.TextChoices):
    """In whose hands goods are."""

    CMO = "cmo", _("manufacturer")
    CARRIER = "carrier", _("carrier")
    SPONSOR = "sponsor", _("sponsor")


class Status(models.TextChoices):
    """What may be done with goods."""

    QUARANTINE = "quarantine", _("quarantine")
    RELEASED = "released", _("released")
    REJECTED = "rejected", _("rejected")
    BLOCKED = "blocked", _("blocked")
    IN_TRANSIT = "in_transit", _("in transit")


class Kind(models.TextChoices):
    """Why goods moved."""

    PRODUCED = "produced", _("produced")
    RELEASED = "released", _("released")
    REJECTED = "rejected", _("rejected")
    BLOCKED = "blocked", _("blocked")
    HANDED_OVER = "handed_over", _("handed over")
    RECEIVED = "received", _("received")
    LOST = "lost", _("lost")
    DESTROYED = "destroyed", _("destroyed")
    CORRECTED = "corrected", _("corrected")


class Lot(SharedRow):
    """Goods of one batch: the same number on every pack."""

    stateful: ClassVar[bool] = False

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    sponsor_lot = models.CharField(max_length=20, blank=True)
    batch_id = models.UUIDField(null=True, unique=True)
    made_on = models.DateField()
    expiry = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="lot_number_of_an_item")]


class Movement(SharedRow):
    """A quantity that went from one place and status to another; an empty place lies outside: made, or gone.

    The quantity is never negative: a correction is a movement the other way. `market` says for which market
    the goods moved, when they moved for one.
    """

    append_only: ClassVar[bool] = True

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    from_place = models.CharField(max_length=8, choices=Place.choices, blank=True)
    from_status = models.CharField(max_length=12, choices=Status.choices, blank=True)
    to_place = models.CharField(max_length=8, choices=Place.choices, blank=True)
    to_status = models.CharField(max_length=12, choices=Status.choices, blank=True)
    market = models.CharField(max_length=2, blank=True)
    unit = unit()
    value = quantity_value()
    quantity = QuantityColumns("value", "unit")
    act_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gt=0), name="movement_moves_something"),
            models.CheckConstraint(condition=~Q(from_place="", to_place=""), name="movement_leads_somewhere"),
        ]
        indexes = [models.Index(fields=["lot", "at"], name="movements_of_a_lot")]
