"""What the price agreement says each line of an order costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cobatch.kernel.money import Money
from cobatch.network.models import Item, Relationship
from cobatch.steps.orders.queries import ordered_volume
from cobatch.steps.prices.queries import PriceTerms, prices_in_force


@dataclass(frozen=True)
class Expected:
    """The agreed price of one line, and every other price that the agreement allows on an order."""

    price: Money
    allowed: tuple[Money, ...]
    agreement: str


def expected_prices(
    relationship: Relationship, lines: Sequence[tuple[Item, Decimal]], day: date
) -> list[Expected | None]:
    """One entry a line, None where nothing is agreed. Earlier lines of the same order count for the tier."""
    terms = prices_in_force(relationship.id, {item.id for item, _quantity in lines}, day)
    volumes = {item_id: _volume(each, day) for item_id, each in terms.items()}
    found: list[Expected | None] = []
    for item, quantity in lines:
        known = terms.get(item.id)
        found.append(_expected(known, volumes[item.id]) if known else None)
        if known:
            volumes[item.id] += quantity
    return found


def _volume(terms: PriceTerms, day: date) -> Decimal:
    """Packs of the contract year so far; with one tier nobody needs to count."""
    if len(terms.tiers) == 1:
        return terms.opening_volume
    return terms.opening_volume + ordered_volume(terms.item_id, terms.year_start, day)


def _expected(terms: PriceTerms, volume: Decimal) -> Expected:
    price = terms.at(volume)
    # A tier that counts at hand-over is not known yet when the order is placed: any tier's price will do.
    later = (
        tuple(Money(each, terms.currency) for _start, each in terms.tiers)
        if terms.tier_at == "hand_over"
        else ()
    )
    return Expected(price, (price, *later), terms.number)
