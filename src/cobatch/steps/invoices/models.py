"""Invoices, their lines with what the match found, and payments."""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cobatch.kernel.columns import (
    MoneyColumns,
    QuantityColumns,
    currency,
    money_amount,
    quantity_value,
    unit,
    unit_price_amount,
)
from cobatch.steps.batches.models import Batch
from cobatch.steps.orders.models import OrderLine
from cobatch.touchpoints.records import Part, Root


class InvoiceState(models.TextChoices):
    """Where an invoice stands. An approved one is scheduled for the day it is due."""

    SUBMITTED = "submitted", _("submitted")
    WAITING = "waiting", _("waiting for receipt")
    MATCHED = "matched", _("matched")
    BLOCKED = "blocked", _("blocked")
    APPROVED = "approved", _("approved")
    PAID = "paid", _("paid")
    PART_PAID = "part_paid", _("paid in part")
    SETTLED = "settled", _("settled")
    REJECTED = "rejected", _("rejected")


class Invoice(Root):
    """An invoice under the manufacturer's own number."""

    record: ClassVar[str] = "invoice"

    number = models.CharField(max_length=35)
    state = models.CharField(max_length=12, choices=InvoiceState.choices)
    invoice_date = models.DateField()
    due_on = models.DateField()
    currency = currency()
    total_amount = money_amount()
    total = MoneyColumns("total_amount", "currency")
    approved_amount = money_amount(null=True)
    approved = MoneyColumns("approved_amount", "currency")
    codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    defect = models.CharField(max_length=20, blank=True)
    orders_text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cmo", "number"], name="invoice_number_is_the_manufacturers_own"),
            models.CheckConstraint(condition=Q(total_amount__gte=0), name="invoice_asks_for_money"),
            models.CheckConstraint(
                condition=Q(approved_amount__isnull=True) | Q(approved_amount__lte=F("total_amount")),
                name="no_more_approved_than_invoiced",
            ),
        ]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="invoices_of_a_sponsor"),
            models.Index(fields=["cmo", "-id"], name="invoices_of_a_cmo"),
        ]

    def subject(self) -> str:
        return f"{self.number} · {self.orders_text}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "invoice", self.number


class InvoiceLine(Part):
    """Packs of one batch for one order line, and what the newest match found."""

    record: ClassVar[str] = "invoice_line"
    stateful: ClassVar[bool] = False

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="invoice_lines")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="invoice_lines")
    position = models.PositiveSmallIntegerField()
    unit = unit()
    packs_value = quantity_value()
    packs = QuantityColumns("packs_value", "unit")
    currency = currency()
    price_amount = unit_price_amount(null=True)
    amount_value = money_amount()
    amount = MoneyColumns("amount_value", "currency")
    expected_amount = money_amount(null=True)
    received_value = quantity_value(null=True)
    variance_amount = money_amount(null=True)
    variance_percent = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    undisputed_amount = money_amount(null=True)
    codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    waiting = models.BooleanField(default=False)
    tier_reached_on = models.DateField(null=True)
    tier_reached_by = models.CharField(max_length=35, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_position"),
            models.CheckConstraint(condition=Q(packs_value__gt=0), name="invoice_line_bills_something"),
        ]

    @property
    def label(self) -> str:
        """The line as people name it."""
        batch = f" · {self.batch.number}" if self.batch else ""
        return f"PO {self.order_line.order.number} / {self.order_line.label}{batch}"


class Payment(Part):
    """What the sponsor paid, kept back and withheld, and what the manufacturer's bank credited."""

    record: ClassVar[str] = "payment"
    stateful: ClassVar[bool] = False

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    reference = models.CharField(max_length=36)
    value_date = models.DateField()
    currency = currency()
    net_amount = money_amount()
    net = MoneyColumns("net_amount", "currency")
    deducted_amount = money_amount(default=Decimal(0))
    deducted = MoneyColumns("deducted_amount", "currency")
    deduction_reason = models.CharField(max_length=20, blank=True)
    withheld_amount = money_amount(default=Decimal(0))
    withheld = MoneyColumns("withheld_amount", "currency")
    certificate = models.CharField(max_length=40, blank=True)
    bank_date = models.DateField(null=True)
    bank_reference = models.CharField(max_length=40, blank=True)
    credited_amount = money_amount(null=True)
    credited = MoneyColumns("credited_amount", "currency")
    difference_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(net_amount__gte=0), name="payment_pays"),
            models.CheckConstraint(
                condition=Q(deducted_amount=0) | ~Q(deduction_reason=""), name="every_deduction_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["invoice"], name="payments_of_an_invoice")]
