"""Which price a pack has at which volume of the contract year (R-4). Pure code, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from cobatch.kernel.money import Money

Tier = tuple[Decimal, Decimal]  # from this cumulative volume on, this price of a pack


@dataclass(frozen=True)
class PriceTerms:
    """The agreed price of one item on one day.

    `volume` is everywhere the whole volume of the contract year that began on `year_start`: `opening_volume`
    (0 after the first year) plus what has been ordered or handed over since, by `tier_at`.
    """

    agreement_id: UUID
    number: str
    item_id: UUID
    tiers: tuple[Tier, ...]  # the first begins at 0
    retroactive: bool
    tier_at: str
    opening_volume: Decimal
    year_start: date
    currency: str
    expedite_percent: Decimal = Decimal(0)

    def at(self, volume: Decimal) -> Money:
        """Price of a pack when the year's volume has reached this.

        Marginal tiers: the price of the band. Retroactive tiers: the base price, until the year is re-priced.
        """
        return Money(self.tiers[0][1], self.currency) if self.retroactive else self.reached(volume)

    def reached(self, volume: Decimal) -> Money:
        """Price of the highest tier that this volume reaches."""
        return Money(
            [price for start, price in self.tiers if start <= volume or start == 0][-1], self.currency
        )

    def amount(self, before: Decimal, quantity: Decimal) -> Money:
        """Amount for packs that follow `before` others in the year, each band at its own price."""
        if self.retroactive:
            return self.at(before) * quantity
        after = before + quantity
        ends = [start for start, _price in self.tiers[1:]]
        bands = zip(self.tiers, [*ends, None], strict=True)
        parts = (price * _overlap(start, end, before, after) for (start, price), end in bands)
        return Money(sum(parts, Decimal(0)), self.currency)

    def credit_at_year_end(self, volume: Decimal) -> Money:
        """What a retroactive agreement gives back once the year is over; nothing with marginal tiers."""
        if not self.retroactive:
            return Money.zero(self.currency)
        return (self.at(volume) - self.reached(volume)) * volume


def tiers_of(base: Decimal, tiers: Iterable[dict[str, str]]) -> tuple[Tier, ...]:
    """Stored tiers with the base price as the first of them, in order of volume."""
    above = sorted((Decimal(each["from"]), Decimal(each["price"])) for each in tiers)
    return ((Decimal(0), base), *above)


def _overlap(start: Decimal, end: Decimal | None, before: Decimal, after: Decimal) -> Decimal:
    """How many of the packs lie in the band."""
    last = after if end is None else min(end, after)
    return max(last - max(start, before), Decimal(0))
