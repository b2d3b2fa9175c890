"""Forecast cycles with all their versions."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models

from cobatch.kernel.columns import QuantityColumns, quantity_value, unit
from cobatch.network.models import Item
from cobatch.network.rows import SharedRow
from cobatch.steps.plans.zones import Zone
from cobatch.touchpoints.records import Root


class CycleState(models.TextChoices):
    """Where a month's forecast stands."""

    PUBLISHED = "published"
    RESPONDED = "responded"
    RESPONDED_SHORT = "responded_short"
    HALF_AGREED = "half_agreed"
    AGREED = "agreed"
    SUPERSEDED = "superseded"


class Constraint(models.TextChoices):
    """Which resource does not allow more."""

    MATERIAL = "material"
    PEOPLE = "people"
    PLANT = "plant"
    LABORATORY = "laboratory"
    SHUTDOWN = "shutdown"


class ForecastCycle(Root):
    """The forecast of one month (`month` is its first day), looking into the months after it."""

    record: ClassVar[str] = "forecast"

    month = models.DateField()
    state = models.CharField(max_length=16, choices=CycleState.choices)
    newest_version = models.PositiveSmallIntegerField(default=1)
    answer = models.CharField(max_length=2000, blank=True)
    mitigation = models.CharField(max_length=2000, blank=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relationship", "month"], name="one_forecast_a_month")]
        indexes = [
            models.Index(fields=["sponsor", "-month"], name="forecasts_of_a_sponsor"),
            models.Index(fields=["cmo", "-month"], name="forecasts_of_a_cmo"),
        ]

    @property
    def name(self) -> str:
        """The month as both companies write it: 2026-11."""
        return f"{self.month:%Y-%m}"

    def subject(self) -> str:
        return f"{self.name} · v{self.newest_version}"

    def searchable(self) -> Iterable[tuple[str, str]]:
        yield "forecast", self.name


class ForecastVersion(SharedRow):
    """One publication of a month's forecast."""

    append_only: ClassVar[bool] = True

    cycle = models.ForeignKey(ForecastCycle, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    notes = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="forecast_version_number")]


class ForecastCell(SharedRow):
    """One item in one month of one version: wanted, committed, agreed and binding.

    `before` is what the two had last agreed for that month, against which the limits of the zone count.
    """

    version = models.ForeignKey(ForecastVersion, on_delete=models.PROTECT, related_name="cells")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    zone = models.CharField(max_length=8, choices=Zone.choices)
    unit = unit()
    demand_value = quantity_value()
    demand = QuantityColumns("demand_value", "unit")
    before_value = quantity_value(null=True)
    before = QuantityColumns("before_value", "unit")
    breach = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    commitment_value = quantity_value(null=True)
    commitment = QuantityColumns("commitment_value", "unit")
    upside_value = quantity_value(null=True)
    upside = QuantityColumns("upside_value", "unit")
    constraint = models.CharField(max_length=10, choices=Constraint.choices, blank=True)
    recovery = models.DateField(null=True)
    consensus_value = quantity_value(null=True)
    consensus = QuantityColumns("consensus_value", "unit")
    binding_value = quantity_value(null=True)
    binding = QuantityColumns("binding_value", "unit")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "item", "month"], name="forecast_cell_once_a_version"),
            models.CheckConstraint(
                condition=models.Q(demand_value__gte=0), name="forecast_demand_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["item", "month"], name="forecast_cells_by_month")]

    @property
    def short(self) -> bool:
        """True when less is committed than was wanted."""
        return self.commitment_value is not None and self.commitment_value < self.demand_value
