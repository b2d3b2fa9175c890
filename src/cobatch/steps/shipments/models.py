"""Shipments, what is in them by batch and order line, and the handling units they travel in."""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cobatch.kernel.columns import QuantityColumns, quantity_value, unit
from cobatch.steps.batches.models import Batch
from cobatch.steps.orders.models import OrderLine
from cobatch.touchpoints.records import Part, Root


class ShipmentState(models.TextChoices):
    """Where a shipment stands."""

    INSTRUCTED = "instructed", _("instructed")
    SHIPPED = "shipped", _("shipped")
    PARTLY_RECEIVED = "partly_received", _("partly received")
    RECEIVED = "received", _("received")
    CANCELLED = "cancelled", _("cancelled")


class Mode(models.TextChoices):
    """How goods travel."""

    ROAD = "road", _("road")
    AIR = "air", _("air")
    SEA = "sea", _("sea")
    RAIL = "rail", _("rail")
    COURIER = "courier", _("courier")


class Shipment(Root):
    """Goods that leave the manufacturer together for one address."""

    record: ClassVar[str] = "shipment"

    number = models.CharField(max_length=20)
    state = models.CharField(max_length=16, choices=ShipmentState.choices)
    incoterm = models.CharField(max_length=3)
    incoterm_place = models.CharField(max_length=60)
    ship_to = models.CharField(max_length=120)
    carrier = models.CharField(max_length=80)
    mode = models.CharField(max_length=8, choices=Mode.choices)
    coldest_celsius = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    warmest_celsius = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    documents = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    pickup_from = models.DateField()
    pickup_until = models.DateField()
    expected_on = models.DateField()
    handed_over_at = models.DateTimeField(null=True)
    container = models.CharField(max_length=30, blank=True)
    seal = models.CharField(max_length=30, blank=True)
    waybill = models.CharField(max_length=40, blank=True)
    arrived_at = models.DateTimeField(null=True)
    seal_intact = models.BooleanField(null=True)
    items_text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "number"], name="shipment_number"),
            models.CheckConstraint(
                condition=Q(pickup_until__gte=F("pickup_from")), name="pickup_window_has_days"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("instructed", "cancelled")) | Q(handed_over_at__isnull=False),
                name="shipped_was_handed_over",
            ),
        ]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="shipments_of_a_sponsor"),
            models.Index(fields=["cmo", "-id"], name="shipments_of_a_cmo"),
        ]

    def subject(self) -> str:
        return f"{self.number} · {self.items_text}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "shipment", self.number


class ShipmentLine(Part):
    """Packs of one batch for one order line: as instructed, as handed over, and as they arrived."""

    record: ClassVar[str] = "shipment_line"
    stateful: ClassVar[bool] = False

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="lines")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="shipment_lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="shipment_lines")
    position = models.PositiveSmallIntegerField()
    unit = unit()
    instructed_value = quantity_value()
    instructed = QuantityColumns("instructed_value", "unit")
    shipped_value = quantity_value(default=Decimal(0))
    shipped = QuantityColumns("shipped_value", "unit")
    good_value = quantity_value(default=Decimal(0))
    good = QuantityColumns("good_value", "unit")
    damaged_value = quantity_value(default=Decimal(0))
    damaged = QuantityColumns("damaged_value", "unit")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "position"], name="shipment_line_position"),
            models.UniqueConstraint(fields=["shipment", "batch", "order_line"], name="batch_once_for_a_line"),
            models.CheckConstraint(
                condition=Q(instructed_value__gt=0), name="shipment_line_asks_for_something"
            ),
            models.CheckConstraint(
                condition=Q(shipped_value__gte=F("good_value") + F("damaged_value")),
                name="only_what_was_shipped_is_received",
            ),
        ]

    @property
    def on_its_way(self) -> Decimal:
        """Packs handed over that have not been counted at the other end."""
        left: Decimal = self.shipped_value - self.good_value - self.damaged_value
        return left

    @property
    def label(self) -> str:
        """The line as people name it: batch and order line."""
        return f"{self.batch.number} · PO {self.order_line.order.number} / {self.order_line.label}"


class HandlingUnit(Part):
    """One shipper or pallet under its SSCC. `missing` is what the newest receipt said of it."""

    record: ClassVar[str] = "handling_unit"
    stateful: ClassVar[bool] = False

    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="units")
    line = models.ForeignKey(ShipmentLine, on_delete=models.PROTECT, related_name="units")
    sscc = models.CharField(max_length=18)
    unit = unit()
    packs_value = quantity_value()
    packs = QuantityColumns("packs_value", "unit")
    missing = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cmo", "sscc"], name="sscc_is_given_once"),
            models.CheckConstraint(condition=Q(packs_value__gt=0), name="handling_unit_holds_something"),
        ]
        indexes = [models.Index(fields=["shipment"], name="units_of_a_shipment")]
