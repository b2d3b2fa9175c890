"""One round of a quotation: how its rows are made, and what is signed of it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cobatch.kernel.calendars import WorkingCalendar
from cobatch.kernel.decimals import plain_decimal
from cobatch.kernel.money import Money
from cobatch.network.models import Item
from cobatch.steps.prices.models import (
    AgreedPrice,
    PriceAgreement,
    PriceRow,
    Quotation,
    QuotationRound,
    QuotedPrice,
)
from cobatch.steps.prices.payloads import PARTS, ItemQuoted, NewPrice, Tier
from cobatch.steps.prices.queries import newest_prices
from cobatch.touchpoints.records import born

SHOWN = 3
OWN = ("id", "relationship", "sponsor", "cmo")
KEPT = tuple(field.attname for field in PriceRow._meta.fields if field.name not in OWN)


def quoted(
    made: QuotationRound, each: ItemQuoted, item: Item, tiers: Iterable[Tier], volume: Decimal
) -> QuotedPrice:
    """The row of one item of the manufacturer's quotation."""
    return QuotedPrice(
        **born(under=made),
        round=made,
        item=item,
        price=Money(each.price, made.quotation.currency),
        tiers=stored(tiers),
        split={part: plain_decimal(getattr(each, part)) for part in PARTS},
        year_start=each.year_start or made.valid_from,
        annual_volume=volume,
        yield_credit_amount=each.yield_credit_value,
        tier_at=str(each.tier_at),
        **each.model_dump(
            include={
                "retroactive", "opening_volume", "minimum_batches", "lead_time_weeks", "expedite_percent",
                "yield_target_percent", "yield_tolerance_points",
            }
        ),
    )  # fmt: skip


def countered(made: QuotationRound, old: QuotedPrice, new: NewPrice, tiers: Iterable[Tier]) -> QuotedPrice:
    """The row of one item of a counter-offer: everything but price and tiers as it was offered."""
    kept = {name: getattr(old, name) for name in KEPT} | {"price_amount": new.price, "tiers": stored(tiers)}
    split = old.split if new.price == old.price_amount else {}
    return QuotedPrice(**born(under=made.quotation), round=made, split=split, **kept)


def agreed(agreement: PriceAgreement, price: QuotedPrice) -> AgreedPrice:
    """The row of one item of the agreement, word for word as it was signed."""
    kept = {name: getattr(price, name) for name in KEPT}
    return AgreedPrice(
        **born(under=agreement),
        agreement=agreement,
        valid_from=agreement.valid_from,
        valid_to=agreement.valid_to,
        **kept,
    )


def stored(tiers: Iterable[Tier]) -> list[dict[str, str]]:
    """Tiers as they are kept: in order of volume."""
    rows = sorted(tiers, key=lambda tier: tier.from_volume)
    return [{"from": plain_decimal(tier.from_volume), "price": plain_decimal(tier.price)} for tier in rows]


def signed_text(quotation: Quotation, payload: Any) -> dict[str, Any]:
    """What both companies sign: the newest round word for word, and nothing that a signature changes."""
    prices = newest_prices(quotation)
    first = prices[0].round
    return {
        "quotation": quotation.number,
        "round": quotation.newest_round,
        "currency": quotation.currency,
        "valid_from": first.valid_from,
        "valid_to": first.valid_to,
        "prices": [_signed_price(price) for price in prices],
    }


def _signed_price(price: QuotedPrice) -> dict[str, Any]:
    return {
        "item": price.item.sponsor_number,
        "price": price.price,
        "tiers": price.tiers,
        "retroactive": price.retroactive,
        "tier_at": price.tier_at,
        "year_start": price.year_start,
        "opening_volume": price.opening_volume,
        "annual_volume": price.annual_volume,
        "minimum_batches": price.minimum_batches,
        "lead_time_weeks": price.lead_time_weeks,
        "expedite_percent": price.expedite_percent,
        "yield_target_percent": price.yield_target_percent,
        "yield_tolerance_points": price.yield_tolerance_points,
        "yield_credit_value": price.yield_credit_amount,
    }


def yearly_value(quotation: Quotation, payload: Any) -> Money:
    """What the agreement commits to in a year: the expected volume at the base price."""
    parts = (price.price_amount * price.annual_volume for price in newest_prices(quotation))
    return Money(sum(parts, Decimal(0)), quotation.currency)


def items_text(items: Sequence[Item]) -> str:
    """The items in a line, for lists and inboxes."""
    parts = [item.sponsor_number for item in items[:SHOWN]]
    return " · ".join([*parts, f"+{len(items) - SHOWN}"] if len(items) > SHOWN else parts)


def end_of(day: date, calendar: WorkingCalendar) -> datetime:
    """The midnight at which a day of a site is over: what holds until a day holds on all of it."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(calendar.zone)).astimezone(UTC)
