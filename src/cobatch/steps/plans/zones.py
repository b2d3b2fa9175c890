"""R-1: which zone a month lies in, seen from the month of the forecast, and what may change there."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from cobatch.network.terms import Terms

HUNDRED = Decimal(100)
DECEMBER = 12


class Zone(models.TextChoices):
    """How firm a month of a forecast is."""

    FROZEN = "frozen", _("frozen")
    FIRM = "firm", _("firm")
    FLEXIBLE = "flexible", _("flexible")
    OUTLOOK = "outlook", _("outlook")


def months_ahead(cycle: date, month: date) -> int:
    """How many months after the cycle's own month: 1 for the next."""
    return (month.year - cycle.year) * DECEMBER + month.month - cycle.month


def month_after(month: date, count: int) -> date:
    """First day of the month that is so many months later."""
    months = month.year * DECEMBER + month.month - 1 + count
    return date(months // DECEMBER, months % DECEMBER + 1, 1)


def zone_of(cycle: date, month: date, terms: Terms) -> Zone:
    """The zone of a month in a cycle."""
    left = months_ahead(cycle, month)
    for zone, length in (
        (Zone.FROZEN, terms.frozen_months),
        (Zone.FIRM, terms.firm_months),
        (Zone.FLEXIBLE, terms.flexible_months),
    ):
        if left <= length:
            return zone
        left -= length
    return Zone.OUTLOOK


def limit_of(zone: Zone, terms: Terms) -> Decimal | None:
    """By how many percent a month of this zone may change; None where it may change freely."""
    limits = {
        Zone.FROZEN: terms.frozen_percent,
        Zone.FIRM: terms.firm_percent,
        Zone.FLEXIBLE: terms.flexible_percent,
    }
    return limits.get(zone)


def change_percent(old: Decimal, new: Decimal) -> Decimal | None:
    """(new − old) / old in percent; None from nothing to something, which no percentage tells."""
    if old:
        return (new - old) / old * HUNDRED
    return None if new else Decimal(0)


def breaches(zone: Zone, old: Decimal | None, new: Decimal, terms: Terms) -> bool:
    """Whether a month changes by more than its zone allows against what was last agreed."""
    limit = limit_of(zone, terms)
    if old is None or limit is None:
        return False
    change = change_percent(old, new)
    return change is None or abs(change) > limit
