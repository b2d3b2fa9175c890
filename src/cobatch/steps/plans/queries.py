"""Reads of plans for pages, the API and later steps."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from cobatch.network.models import Item, Relationship
from cobatch.steps.plans.models import CycleState, ForecastCell, ForecastCycle
from cobatch.steps.plans.zones import Zone as Zone
from cobatch.steps.plans.zones import month_after
from cobatch.steps.plans.zones import zone_of as zone_of
from cobatch.touchpoints.choices import choices

LIVE = (
    CycleState.PUBLISHED,
    CycleState.RESPONDED,
    CycleState.RESPONDED_SHORT,
    CycleState.HALF_AGREED,
    CycleState.AGREED,
)
Agreed = dict[tuple[UUID, date], Decimal]


def newest_cycle(relationship_id: UUID) -> ForecastCycle | None:
    """The newest forecast of a relationship, whatever its state."""
    return ForecastCycle.objects.filter(relationship_id=relationship_id).order_by("-month").first()


def cells_of(cycle: ForecastCycle) -> list[ForecastCell]:
    """The cells of the newest version by item and month; guards, signature and effect share the same rows."""
    known: dict[int, list[ForecastCell]] = vars(cycle).setdefault("_cells_of_version", {})
    if cycle.newest_version not in known:
        cells = ForecastCell.objects.filter(version__cycle=cycle, version__number=cycle.newest_version)
        known[cycle.newest_version] = list(
            cells.select_related("item").order_by("item__sponsor_number", "month")
        )
    return known[cycle.newest_version]


def _newest_agreed(relationship_id: UUID) -> QuerySet[ForecastCell]:
    newest = ForecastCycle.objects.filter(relationship_id=relationship_id, agreed_at__isnull=False).order_by(
        "-month"
    )
    return ForecastCell.objects.filter(
        version__cycle=newest.values("pk")[:1], version__number=F("version__cycle__newest_version")
    )


def last_agreed(relationship_id: UUID) -> Agreed:
    """What both companies agreed to last, by item and month, in one query."""
    cells = _newest_agreed(relationship_id).values_list("item_id", "month", "consensus_value")
    return {(item, month): quantity for item, month, quantity in cells if quantity is not None}


def binding_quantities(relationship_id: UUID, month: date) -> dict[UUID, Decimal]:
    """What the sponsor is bound to order for a month, by item, as last agreed."""
    cells = _newest_agreed(relationship_id).filter(month=month, binding_value__isnull=False)
    return dict(cells.values_list("item_id", "binding_value"))


def forecast_at_lag(
    relationship_id: UUID, item_id: UUID, months: Iterable[date], lag: int = 3
) -> dict[date, Decimal]:
    """What was forecast for each month so many months before it; months without a forecast are left out."""
    published = {month: month_after(month, -lag) for month in months}
    cells = ForecastCell.objects.filter(
        relationship_id=relationship_id,
        item_id=item_id,
        month__in=published.keys(),
        version__cycle__month__in=published.values(),
        version__number=F("version__cycle__newest_version"),
    ).values_list("month", "version__cycle__month", "demand_value")
    return {month: quantity for month, cycle, quantity in cells if published[month] == cycle}


def active_items(relationship: Relationship) -> list[Item]:
    """Items that are made in this relationship, by the sponsor's number."""
    return list(Item.objects.filter(relationship=relationship, active=True).order_by("sponsor_number"))


@choices("plans.items")
def item_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Active items of the record's relationship, under the sponsor's number."""
    return [
        (item.sponsor_number, f"{item.sponsor_number} · {item.name}")
        for item in active_items(record.relationship)
    ]
