"""Reads of prices for pages, the API and later steps."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from cobatch.steps.plans.queries import active_items
from cobatch.steps.prices.models import AgreedPrice, Quotation, QuotedPrice
from cobatch.steps.prices.terms import PriceTerms as PriceTerms
from cobatch.steps.prices.terms import tiers_of
from cobatch.touchpoints.choices import choices


def prices_in_force(relationship_id: UUID, item_ids: Iterable[UUID], day: date) -> dict[UUID, PriceTerms]:
    """The agreed price of each item on a day; items without one are left out."""
    rows = AgreedPrice.objects.filter(
        relationship_id=relationship_id, item_id__in=list(item_ids), valid_from__lte=day, valid_to__gte=day
    ).select_related("agreement")
    return {row.item_id: _terms(row, day) for row in rows}


def _terms(row: AgreedPrice, day: date) -> PriceTerms:
    begun = row.year_beginning(day)
    return PriceTerms(
        agreement_id=row.agreement_id,
        number=row.agreement.number,
        item_id=row.item_id,
        tiers=tiers_of(row.price_amount, row.tiers),
        retroactive=row.retroactive,
        tier_at=row.tier_at,
        opening_volume=row.opening_volume if begun == row.year_start else Decimal(0),
        year_start=begun,
        currency=row.price_currency,
        expedite_percent=row.expedite_percent,
    )


def overlapping(item_ids: Iterable[UUID], valid_from: date, valid_to: date) -> list[AgreedPrice]:
    """Agreed prices of these items that hold on some of these days."""
    rows = AgreedPrice.objects.filter(
        item_id__in=list(item_ids), valid_from__lte=valid_to, valid_to__gte=valid_from
    )
    return list(rows.select_related("agreement", "item"))


def newest_prices(quotation: Quotation) -> list[QuotedPrice]:
    """The prices of the offer that lies on the table, with their items and round.

    Limit, guards, signature and effect all read them; a round never changes, so one query serves them all.
    """
    known: dict[int, list[QuotedPrice]] = vars(quotation).setdefault("_prices_of_round", {})
    if quotation.newest_round not in known:
        rows = QuotedPrice.objects.filter(round__quotation=quotation, round__number=quotation.newest_round)
        known[quotation.newest_round] = list(
            rows.select_related("item", "round").order_by("item__sponsor_number")
        )
    return known[quotation.newest_round]


@choices("prices.items")
def item_choices(record: Any, actor: Any) -> list[tuple[str, str]]:
    """Active items of the record's relationship, under the sponsor's number."""
    return [
        (item.sponsor_number, f"{item.sponsor_number} · {item.name}")
        for item in active_items(record.relationship)
    ]
