"""What a line should cost: the order's price, or the agreement's where tiers count at hand-over (R-4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from cobatch.network.models import Relationship
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.prices.models import TierAt
from cobatch.steps.prices.queries import PriceTerms, prices_in_force
from cobatch.steps.shipments.models import ShipmentLine

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Expected:
    """The amount by agreement; when a tier decides, the day it was reached and the order that reached it."""

    amount: Decimal
    tier_reached_on: date | None = None
    tier_reached_by: str = ""


@dataclass(frozen=True)
class Billed:
    """Packs of an order line, and when the first of them were handed over."""

    line: OrderLine
    packs: Decimal
    handed_over_at: datetime | None


def expected_amounts(relationship: Relationship, billed: Iterable[Billed]) -> list[Expected]:
    """One expectation for each, in the same order; agreements are read once a day of hand-over."""
    known: dict[date, dict[UUID, PriceTerms]] = {}
    rows = list(billed)
    items = {each.line.item_id for each in rows}
    calendar = relationship.cmo_site.calendar
    found = []
    for each in rows:
        day = calendar.local_day(each.handed_over_at) if each.handed_over_at else None
        if day is not None and day not in known:
            known[day] = prices_in_force(relationship.pk, items, day)
        terms = known[day].get(each.line.item_id) if day else None
        found.append(_expected(each, terms, calendar.zone))
    return found


def _expected(each: Billed, terms: PriceTerms | None, zone: str) -> Expected:
    at_hand_over = terms is not None and terms.tier_at == TierAt.HAND_OVER
    if terms is None or each.handed_over_at is None or not at_hand_over:
        return Expected(each.packs * each.line.price_amount)
    volume, reached_on, reached_by = _volume_before(each, each.handed_over_at, terms, zone)
    return Expected(terms.amount(volume, each.packs).amount, reached_on, reached_by)


def _volume_before(
    each: Billed, handed_over_at: datetime, terms: PriceTerms, zone: str
) -> tuple[Decimal, date | None, str]:
    """Packs handed over in the contract year before this, and when they reached the tier in force."""
    begins = datetime.combine(terms.year_start, time(), ZoneInfo(zone))
    rows = (
        ShipmentLine.objects.filter(
            order_line__item_id=each.line.item_id,
            shipment__handed_over_at__gte=begins,
            shipment__handed_over_at__lt=handed_over_at,
        )
        .order_by("shipment__handed_over_at")
        .values_list("shipped_value", "shipment__handed_over_at", "order_line__order__number")
    )
    volume, price = terms.opening_volume, terms.at(terms.opening_volume)
    reached_on, reached_by = None, ""
    for packs, at, order in rows:
        volume += packs
        if at is not None and terms.at(volume) != price:
            price, reached_on, reached_by = terms.at(volume), at.astimezone(ZoneInfo(zone)).date(), order
    return volume, reached_on, reached_by
