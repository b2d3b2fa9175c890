"""Purchase orders and their lines."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cobatch.kernel.columns import (
    MoneyColumns,
    QuantityColumns,
    currency,
    quantity_value,
    unit,
    unit_price_amount,
)
from cobatch.network.models import Item
from cobatch.touchpoints.records import Part, Root


class LineState(models.TextChoices):
    """Where one line of an order stands."""

    AWAITING_CONFIRMATION = "awaiting_confirmation"
    CHANGE_PROPOSED = "change_proposed"
    REJECTED_BY_CMO = "rejected_by_cmo"
    CONFIRMED = "confirmed"
    IN_PRODUCTION = "in_production"
    READY_TO_SHIP = "ready_to_ship"
    SHIPPED = "shipped"
    RECEIVED = "received"
    COMPLETE = "complete"
    CANCELLED = "cancelled"


class DateBasis(models.TextChoices):
    """What the dates of an order mean."""

    HAND_OVER = "hand_over"
    ARRIVAL = "arrival"


class PurchaseOrder(Root):
    """A purchase order under the sponsor's own number. Its state is derived from its lines."""

    record: ClassVar[str] = "order"
    stateful: ClassVar[bool] = False

    number = models.CharField(max_length=35)
    issued_on = models.DateField()
    currency = currency()
    incoterm = models.CharField(max_length=3)
    incoterm_place = models.CharField(max_length=60)
    date_basis = models.CharField(max_length=10, choices=DateBasis.choices)
    ship_to = models.CharField(max_length=120)
    market = models.CharField(max_length=2)
    items_text = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sponsor", "number"], name="order_number_is_the_sponsors_own")
        ]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="orders_of_a_sponsor"),
            models.Index(fields=["cmo", "-id"], name="orders_of_a_cmo"),
        ]

    def subject(self) -> str:
        return f"PO {self.number} · {self.items_text}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "order", self.number

    @property
    def derived_state(self) -> str:
        """The state that the lines make (states.md 3.3)."""
        from cobatch.steps.orders.queries import derived_state  # noqa: PLC0415 - queries read this model

        states = self.lines.values_list("state", flat=True)
        return derived_state(states, closed=self.closed_at is not None)


class OrderLine(Part):
    """One quantity at one date. A line that was split keeps its first portion; the others are its children.

    `requested` is the sponsor's newest word, `proposed` the manufacturer's, `confirmed` what both agreed.
    """

    record: ClassVar[str] = "order_line"

    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="lines")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    position = models.PositiveSmallIntegerField()
    portion = models.PositiveSmallIntegerField(default=0)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=24, choices=LineState.choices)
    unit = unit()
    price_amount = unit_price_amount()
    price_currency = currency()
    price = MoneyColumns("price_amount", "price_currency")
    ordered_value = quantity_value()
    ordered = QuantityColumns("ordered_value", "unit")
    requested_value = quantity_value()
    requested = QuantityColumns("requested_value", "unit")
    requested_date = models.DateField()
    proposed_value = quantity_value(null=True)
    proposed = QuantityColumns("proposed_value", "unit")
    proposed_date = models.DateField(null=True)
    confirmed_value = quantity_value(null=True)
    confirmed = QuantityColumns("confirmed_value", "unit")
    confirmed_date = models.DateField(null=True)
    first_confirmed_date = models.DateField(null=True)
    shipped_value = quantity_value(default=0)
    received_value = quantity_value(default=0)
    reason = models.CharField(max_length=20, blank=True)
    planned_start = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "position", "portion"], name="order_line_position"),
            models.CheckConstraint(condition=Q(requested_value__gt=0), name="order_line_asks_for_something"),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(confirmed_value__isnull=False, confirmed_date__isnull=False),
                name="confirmed_line_has_quantity_and_date",
            ),
        ]
        indexes = [models.Index(fields=["relationship", "state"], name="order_lines_by_state")]

    @property
    def label(self) -> str:
        """The line's number on paper: 10, or 10/1 for a portion split off."""
        return f"{self.position}/{self.portion}" if self.portion else str(self.position)
