"""R-2: how much of an agreed month binds the sponsor, and what remains unordered of it."""

from decimal import ROUND_UP, Decimal

from cobatch.kernel.decimals import PLACES, round_to
from cobatch.network.terms import Terms
from cobatch.steps.plans.zones import HUNDRED, Zone

TRY_FOR = Decimal("1.2")


def share_of(zone: Zone, terms: Terms) -> Decimal:
    """The binding share of a zone, in percent."""
    shares = {Zone.FROZEN: terms.bind_frozen, Zone.FIRM: terms.bind_firm, Zone.FLEXIBLE: terms.bind_flexible}
    return shares.get(zone, Decimal(0))


def binding_quantity(agreed: Decimal, zone: Zone, terms: Terms) -> Decimal:
    """What the sponsor must order of an agreed month."""
    return round_to(agreed * share_of(zone, terms) / HUNDRED, PLACES)


def unordered(binding: Decimal, ordered: Decimal) -> Decimal:
    """What was bound and not ordered when the month is over."""
    return max(binding - ordered, Decimal(0))


def should_try_up_to(committed: Decimal) -> Decimal:
    """What the manufacturer must accept is its commitment; up to this, in whole packs, it must try."""
    return (committed * TRY_FOR).quantize(Decimal(1), rounding=ROUND_UP)
