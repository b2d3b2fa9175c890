"""Cells of a forecast: how they are made of demand, and what is signed of them."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from cobatch.kernel.quantity import Quantity
from cobatch.network.models import Item
from cobatch.steps.parties.queries import by_every_number
from cobatch.steps.plans.binding import binding_quantity
from cobatch.steps.plans.models import ForecastCell, ForecastCycle, ForecastVersion
from cobatch.steps.plans.payloads import Bucket, Consensus, Demand
from cobatch.steps.plans.queries import Agreed, cells_of
from cobatch.steps.plans.zones import Zone, breaches, zone_of
from cobatch.touchpoints.records import born

Buckets = dict[tuple[str, date], ForecastCell]


def cells_for(
    version: ForecastVersion, rows: Iterable[Demand], items: dict[str, Item], agreed: Agreed
) -> Iterator[ForecastCell]:
    """The cells of a publication, with zone, what was agreed before, and whether the zone is breached."""
    cycle, terms = version.cycle, version.relationship.terms
    for row in rows:
        item, zone = items[row.item], zone_of(cycle.month, row.first_day, terms)
        before = agreed.get((item.pk, row.first_day))
        yield ForecastCell(
            **born(under=version),
            version=version,
            item=item,
            month=row.first_day,
            zone=zone,
            unit=item.unit,
            demand=row.quantity,
            before_value=before,
            breach=breaches(zone, before, row.quantity.value, terms),
            reason=row.reason,
        )


def by_bucket(cells: Iterable[ForecastCell]) -> Buckets:
    """Cells by every number of their item, and month."""
    known = list(cells)
    numbers: dict[Any, list[str]] = {}
    for number, item in by_every_number(cell.item for cell in known).items():
        numbers.setdefault(item.pk, []).append(number)
    return {(number, cell.month): cell for cell in known for number in numbers[cell.item_id]}


def bucket_json(cell: ForecastCell, quantity: Quantity | None) -> dict[str, Any]:
    """One row of a form."""
    return {
        "item": cell.item.sponsor_number,
        "month": f"{cell.month:%Y-%m}",
        "quantity": quantity.as_json() if quantity else None,
    }


def signed_text(cycle: ForecastCycle, payload: Any) -> dict[str, Any]:
    """What both companies sign: the newest version with what they agree to and what binds."""
    cells = cells_of(cycle)
    if isinstance(payload, Consensus):
        agreed = {cell.pk: row.quantity.value for row, cell in matched(payload.rows, cells)}
        mitigation = payload.mitigation
    else:
        agreed = {cell.pk: cell.consensus_value for cell in cells if cell.consensus_value is not None}
        mitigation = cycle.mitigation
    terms = cycle.relationship.terms
    return {
        "forecast": cycle.name,
        "version": cycle.newest_version,
        "mitigation": mitigation,
        "rows": [
            _signed_row(cell, agreed[cell.pk], binding_quantity(agreed[cell.pk], Zone(cell.zone), terms))
            for cell in cells
        ],
    }


def _signed_row(cell: ForecastCell, agreed: Decimal, binding: Decimal) -> dict[str, Any]:
    return {
        "item": cell.item.sponsor_number,
        "month": f"{cell.month:%Y-%m}",
        "zone": cell.zone,
        "demand": cell.demand,
        "committed": cell.commitment,
        "agreed": Quantity(agreed, cell.unit),
        "binding": Quantity(binding, cell.unit),
    }


def matched(rows: Iterable[Bucket], cells: Iterable[ForecastCell]) -> Iterator[tuple[Any, ForecastCell]]:
    """Each row with its cell; rows without one are left out, which a guard has refused before."""
    buckets = by_bucket(cells)
    for row in rows:
        if cell := buckets.get((row.item, row.first_day)):
            yield row, cell
