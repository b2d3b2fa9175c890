"""How much of its shelf life a batch will have left (R-9)."""

from datetime import date
from decimal import Decimal

from cobatch.network.models.items import ExpiryBasis
from cobatch.steps.batches.models import Batch


def remaining_percent(batch: Batch, day: date) -> Decimal | None:
    """(expiry − day) / (expiry − basis) in percent; None without expiry or without a day to count from.

    Under a basis of release it counts from the first mixing, which is earlier: it errs to the safe side.
    """
    filled = batch.item.expiry_basis == ExpiryBasis.FILL
    basis = (batch.filled_on if filled else None) or batch.first_mixing_on or batch.filled_on
    if batch.expiry is None or basis is None or batch.expiry <= basis:
        return None
    return Decimal((batch.expiry - day).days) * 100 / (batch.expiry - basis).days
