"""Batches, the markets they are meant for, and the stages they pass."""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cobatch.kernel.columns import QuantityColumns, quantity_value, unit
from cobatch.network.models import Item
from cobatch.steps.agreements.models import MasterDocument
from cobatch.steps.orders.models import OrderLine, PurchaseOrder
from cobatch.touchpoints.records import Part, Root


class BatchState(models.TextChoices):
    """Where a batch stands, from its number to both companies' decision."""

    CREATED = "created", _("created")
    IN_PROCESS = "in_process", _("in process")
    PACKAGING = "packaging", _("packaging")
    PRODUCED = "produced", _("produced")
    UNDER_REVIEW = "under_review", _("under review")
    CMO_RELEASED = "cmo_released", _("released by the manufacturer")
    CMO_REJECTED = "cmo_rejected", _("rejected by the manufacturer")
    RELEASED = "released", _("released")
    REJECTED = "rejected", _("rejected")


class MarketState(models.TextChoices):
    """What was decided for one market of a batch."""

    AWAITING_CMO = "awaiting_cmo", _("awaiting the manufacturer")
    AWAITING_SPONSOR = "awaiting_sponsor", _("awaiting the sponsor")
    AWAITING_QP = "awaiting_qp", _("awaiting the Qualified Person")
    RELEASED = "released", _("released")
    REJECTED = "rejected", _("rejected")


class StageState(models.TextChoices):
    """Whether a stage of the batch is over."""

    PENDING = "pending", _("pending")
    DONE = "done", _("done")


class Batch(Root):
    """One lot in the making. Yields count base units (tablets, vials); what is packed counts packs.

    A number is never given again, not even after a rejection: rows of batches are never deleted.
    """

    record: ClassVar[str] = "batch"
    with_root: ClassVar[tuple[str, ...]] = ("item", "order", "order_line")

    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="batches")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="batches")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    master_record = models.ForeignKey(MasterDocument, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    sponsor_lot = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=16, choices=BatchState.choices)
    base_unit = unit()
    theoretical_value = quantity_value()
    theoretical = QuantityColumns("theoretical_value", "base_unit")
    planned_start = models.DateField()
    planned_end = models.DateField()
    line_cleared = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True)
    room = models.CharField(max_length=60, blank=True)
    equipment = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    first_mixing_on = models.DateField(null=True)
    filled_on = models.DateField(null=True)
    packed_on = models.DateField(null=True)
    pack_unit = unit()
    packed_value = quantity_value(null=True)
    packed = QuantityColumns("packed_value", "pack_unit")
    into_packaging = models.PositiveIntegerField(null=True)
    samples = models.PositiveIntegerField(default=0)
    rejects = models.PositiveIntegerField(default=0)
    reject_reasons = models.JSONField(default=dict)
    explained_loss = models.PositiveIntegerField(default=0)
    labels_issued = models.PositiveIntegerField(default=0)
    labels_used = models.PositiveIntegerField(default=0)
    labels_damaged = models.PositiveIntegerField(default=0)
    labels_returned = models.PositiveIntegerField(default=0)
    yield_percent = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    outside_alert = models.BooleanField(default=False)
    planned_release = models.DateField(null=True)
    expiry = models.DateField(null=True)
    printed_expiry = models.CharField(max_length=7, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="batch_number_is_never_given_again"),
            models.CheckConstraint(condition=Q(theoretical_value__gt=0), name="batch_has_a_theoretical_size"),
            models.CheckConstraint(
                condition=Q(planned_end__gte=models.F("planned_start")), name="batch_is_planned_forwards"
            ),
        ]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="batches_of_a_sponsor"),
            models.Index(fields=["cmo", "-id"], name="batches_of_a_cmo"),
            models.Index(fields=["order"], name="batches_of_an_order"),
        ]

    def subject(self) -> str:
        return f"{self.number} · {self.item.sponsor_number} · PO {self.order.number}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "batch", self.number
        if self.sponsor_lot:
            yield "batch", self.sponsor_lot


class BatchMarket(Part):
    """One market the batch is meant for. Release is per market, never for all of them at once."""

    record: ClassVar[str] = "batch_market"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="markets")
    market = models.CharField(max_length=2)
    state = models.CharField(max_length=20, choices=MarketState.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "market"], name="batch_has_a_market_once")]


class BatchStage(Part):
    """One stage of the route, in its order. A bulk stage comes before packaging."""

    record: ClassVar[str] = "batch_stage"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    bulk = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=StageState.choices)
    planned_end = models.DateField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    good = models.PositiveIntegerField(null=True)
    scrap = models.PositiveIntegerField(null=True)
    checks_passed = models.PositiveIntegerField(default=0)
    checks_failed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="batch_stage_position"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("started_at")),
                name="batch_stage_ends_after_it_began",
            ),
        ]
