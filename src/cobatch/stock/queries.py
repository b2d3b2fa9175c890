"""Balances: sums of movements, never stored."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from cobatch.kernel.quantity import Quantity
from cobatch.network.models import Item
from cobatch.stock.models import Lot, Movement

Key = tuple[UUID, str, str]


def balances(lots: Iterable[UUID]) -> dict[Key, Decimal]:
    """Packs by lot, place and status: what came minus what went; spots that are empty again are left out."""
    found: dict[Key, Decimal] = defaultdict(Decimal)
    rows = (
        Movement.objects.filter(lot_id__in=list(lots))
        .values_list("lot_id", "from_place", "from_status", "to_place", "to_status")
        .annotate(total=Sum("value"))
    )
    for lot, from_place, from_status, to_place, to_status, total in rows:
        if from_place:
            found[lot, from_place, from_status] -= total
        if to_place:
            found[lot, to_place, to_status] += total
    return {key: value for key, value in found.items() if value}


def balance(lot: Lot, place: str | None = None, status: str | None = None) -> Quantity:
    """How many packs of a lot are in a place, in a status; all that exist when neither is named."""
    return _of(lot.item.unit, balances([lot.pk]), place, status)


def balances_of(item: Item, place: str | None = None, status: str | None = None) -> dict[Lot, Quantity]:
    """The lots of an item that have anything there, those that expire first coming first."""
    lots = list(Lot.objects.filter(item=item).select_related("item").order_by("expiry", "number"))
    by_lot: dict[UUID, dict[Key, Decimal]] = defaultdict(dict)
    for key, value in balances([lot.pk for lot in lots]).items():
        by_lot[key[0]][key] = value
    sums = {lot: _of(item.unit, by_lot[lot.pk], place, status) for lot in lots}
    return {lot: quantity for lot, quantity in sums.items() if not quantity.is_zero}


def lot_of_batch(batch_id: UUID) -> Lot | None:
    """The lot that a batch became, once it is packed."""
    return Lot.objects.select_related("item").filter(batch_id=batch_id).first()


def _of(unit: str, known: dict[Key, Decimal], place: str | None, status: str | None) -> Quantity:
    total = sum(
        (value for (_, at, as_), value in known.items() if place in (None, at) and status in (None, as_)),
        Decimal(0),
    )
    return Quantity(total, unit)
