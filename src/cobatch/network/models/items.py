"""Products that both companies know, each by its own number."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cobatch.kernel.columns import QuantityColumns, quantity_value
from cobatch.kernel.columns import unit as unit_code
from cobatch.network.rows import SharedRow


class ExpiryBasis(models.TextChoices):
    """From which day shelf life counts (R-9)."""

    FIRST_MIXING = "first_mixing"
    FILL = "fill"
    RELEASE_CAPPED = "release_capped_30d"


class Item(SharedRow):
    """One product, strength and presentation, made by one manufacturer for one sponsor.

    Quantities ordered are packs in `unit`; yields count base units (tablets, vials), `units_per_pack` of
    them in a pack.
    """

    sponsor_number = models.CharField(max_length=40)
    cmo_number = models.CharField(max_length=40)
    gtin = models.CharField(max_length=14, blank=True)
    name = models.CharField(max_length=200)
    unit = unit_code(default="H87")
    units_per_pack = models.PositiveIntegerField(default=1)
    order_multiple = quantity_value(default=Decimal(1))
    batch_size = quantity_value()
    batch_unit = unit_code(default="H87")
    theoretical_batch = QuantityColumns("batch_size", "batch_unit")
    tolerance_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(5))
    shelf_life_months = models.PositiveSmallIntegerField()
    expiry_basis = models.CharField(max_length=20, choices=ExpiryBasis.choices)
    minimum_remaining_shelf_life_percent = models.DecimalField(
        max_digits=5, decimal_places=2, default=Decimal(75)
    )
    target_yield_percent = models.DecimalField(max_digits=6, decimal_places=2)
    alert_low_percent = models.DecimalField(max_digits=6, decimal_places=2)
    alert_high_percent = models.DecimalField(max_digits=6, decimal_places=2)
    markets = ArrayField(models.CharField(max_length=2))
    storage = models.CharField(max_length=60, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "sponsor_number"], name="sponsor_item_number_is_unique"
            ),
            models.UniqueConstraint(fields=["relationship", "cmo_number"], name="cmo_item_number_is_unique"),
        ]
        indexes = [models.Index(fields=["sponsor", "sponsor_number"], name="item_by_sponsor")]
