"""Price agreements, and the price of each item in them."""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from cobatch.kernel.columns import currency
from cobatch.steps.prices.models.quotations import Quotation
from cobatch.steps.prices.models.rows import PriceRow
from cobatch.steps.prices.models.states import AgreementState
from cobatch.touchpoints.records import Root


class PriceAgreement(Root):
    """What both companies have signed: prices for certain items and days."""

    record: ClassVar[str] = "price_agreement"

    quotation = models.OneToOneField(Quotation, on_delete=models.PROTECT, related_name="agreement")
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=AgreementState.choices)
    currency = currency()
    valid_from = models.DateField()
    valid_to = models.DateField()
    items_text = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "number"], name="price_agreement_number")
        ]
        indexes = [
            models.Index(fields=["sponsor", "-id"], name="agreements_of_a_sponsor"),
            models.Index(fields=["cmo", "-id"], name="agreements_of_a_cmo"),
        ]

    def subject(self) -> str:
        return f"{self.number} · {self.items_text}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "price agreement", self.number


class AgreedPrice(PriceRow):
    """Price of one item from one day to another; the database lets no two of them overlap."""

    agreement = models.ForeignKey(PriceAgreement, on_delete=models.PROTECT, related_name="prices")
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="agreed_price_has_days"),
            ExclusionConstraint(
                name="one_agreed_price_per_item_and_day",
                expressions=[
                    ("item", RangeOperators.EQUAL),
                    (
                        Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
