"""Requests for quotation, and quotations with all their rounds."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cobatch.kernel.columns import currency, quantity_value
from cobatch.network.models import Item
from cobatch.network.rows import SharedRow
from cobatch.steps.prices.models.rows import PriceRow
from cobatch.steps.prices.models.states import QuotationState, RequestState
from cobatch.touchpoints.records import Root


class QuotationRequest(Root):
    """What the sponsor wants prices for, and until when it wants to hear."""

    record: ClassVar[str] = "quotation_request"

    number = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=RequestState.choices)
    scope = models.CharField(max_length=2000)
    currency = currency()
    valid_from = models.DateField()
    valid_to = models.DateField()
    due = models.DateField()
    items_text = models.CharField(max_length=200)
    decline_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "number"], name="quotation_request_number")
        ]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="quote_requests_of_a_sponsor"),
            models.Index(fields=["cmo", "-id"], name="quote_requests_of_a_cmo"),
        ]

    def subject(self) -> str:
        return f"{self.number} · {self.items_text}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "quotation request", self.number


class RequestedItem(SharedRow):
    """One item of a request, with the volume the sponsor expects to order in a year."""

    append_only: ClassVar[bool] = True

    request = models.ForeignKey(QuotationRequest, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    annual_volume = quantity_value()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "item"], name="requested_item_once")]


class Quotation(Root):
    """The manufacturer's offer and the bargaining over it; its words are those of the newest round."""

    record: ClassVar[str] = "quotation"

    request = models.ForeignKey(QuotationRequest, on_delete=models.PROTECT, related_name="quotations")
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=QuotationState.choices)
    currency = currency()
    newest_round = models.PositiveSmallIntegerField(default=1)
    offered_by = models.CharField(max_length=8)
    open_until = models.DateField()
    items_text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "number"], name="quotation_number"),
            models.CheckConstraint(
                condition=Q(offered_by__in=("sponsor", "cmo")), name="quotation_offered_by_a_side"
            ),
        ]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="quotations_of_a_sponsor"),
            models.Index(fields=["cmo", "-id"], name="quotations_of_a_cmo"),
        ]

    def subject(self) -> str:
        return f"{self.number} · {self.items_text}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "quotation", self.number


class QuotationRound(SharedRow):
    """One offer or counter-offer, complete in itself."""

    append_only: ClassVar[bool] = True

    quotation = models.ForeignKey(Quotation, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=8)
    at = models.DateTimeField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quotation", "number"], name="quotation_round_number")]


class QuotedPrice(PriceRow):
    """One item of one round; `split` says what the manufacturer's own price is made of."""

    round = models.ForeignKey(QuotationRound, on_delete=models.PROTECT, related_name="prices")
    split = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "item"], name="quoted_item_once_a_round")]
