"""What the match found, as sentences with their numbers."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from cobatch.steps.invoices.matching import Code
from cobatch.steps.invoices.models import InvoiceLine

CENTS = 2
PRICE_PLACES = 6


def sentences(line: InvoiceLine) -> list[str]:
    """One sentence for each reason, in the reader's language; none when the line matches."""
    found = [_SAYS[Code(code)](line) for code in line.codes]
    if line.waiting:
        words = {"packs": _packs(line.packs_value), "received": _packs(line.received_value)}
        found.append(_("Waiting for receipt: %(received)s of %(packs)s packs have arrived.") % words)
    return found


def verdict(line: InvoiceLine) -> str:
    """All sentences together, or that it matches."""
    return " ".join(sentences(line)) or _("Ordered, received and invoiced agree.")


def invoiced_price(line: InvoiceLine) -> Decimal:
    """Price of a pack as printed, else as the amount makes it."""
    if line.price_amount is not None:
        return Decimal(line.price_amount)
    return _unit_price(line.amount_value, line)


def agreed_price(line: InvoiceLine) -> Decimal | None:
    """Price of a pack by agreement, on average when tiers meet in the line."""
    return None if line.expected_amount is None else _unit_price(line.expected_amount, line)


def _price(line: InvoiceLine) -> str:
    words = {
        "invoiced": _number(invoiced_price(line)),
        "agreed": _number(agreed_price(line)),
        "amount": _money(line.variance_amount, line),
        "percent": _number(line.variance_percent),
    }
    if line.variance_percent is None:
        return _("%(invoiced)s ≠ 0: these packs cost nothing by agreement, %(amount)s are invoiced.") % words
    said = _("%(invoiced)s ≠ %(agreed)s: %(percent)s %% or %(amount)s above the agreed price.") % words
    return f"{said} {_tier(line)}".strip()


def _tier(line: InvoiceLine) -> str:
    if line.tier_reached_on is None:
        return ""
    words = {"day": date_format(line.tier_reached_on, "j M Y"), "order": line.tier_reached_by}
    return _("The price tier was reached on %(day)s with PO %(order)s.") % words


def _quantity(line: InvoiceLine) -> str:
    words = {
        "invoiced": _packs(line.packs_value),
        "received": _packs(line.received_value),
        "disputed": _money(_disputed(line), line),
    }
    said = _(
        "%(invoiced)s packs are invoiced, %(received)s were received in good condition: %(disputed)s differ."
    )
    return said % words


def _over(line: InvoiceLine) -> str:
    agreed = line.order_line.confirmed_value or line.order_line.requested_value
    words = {
        "invoiced": _packs(line.packs_value),
        "ordered": _packs(agreed),
        "tolerance": _number(line.order_line.item.tolerance_percent),
    }
    said = _(
        "With %(invoiced)s packs more is invoiced than the %(ordered)s ordered and %(tolerance)s %% allow."
    )
    return said % words


def _date(line: InvoiceLine) -> str:
    return _("The invoice is dated before the goods could be billed.")


def _not_received(line: InvoiceLine) -> str:
    words = {"invoiced": _packs(line.packs_value)}
    return _("Nothing of the %(invoiced)s packs has arrived, and the day is past.") % words


def _double(line: InvoiceLine) -> str:
    words = {"amount": _money(line.amount_value, line)}
    return _("Another invoice bills %(amount)s for the same order line and batch.") % words


def _quality(line: InvoiceLine) -> str:
    words = {"batch": line.batch.number if line.batch else "", "market": line.order_line.order.market}
    return _("Batch %(batch)s is not released for %(market)s.") % words


_SAYS: dict[Code, Callable[[InvoiceLine], str]] = {
    Code.PRICE: _price,
    Code.QTY: _quantity,
    Code.OVER: _over,
    Code.DATE: _date,
    Code.NO_GR: _not_received,
    Code.DUP: _double,
    Code.QUALITY: _quality,
}


def _unit_price(amount: Decimal, line: InvoiceLine) -> Decimal:
    return Decimal(round(amount / line.packs_value, PRICE_PLACES))


def _disputed(line: InvoiceLine) -> Decimal:
    return Decimal(line.amount_value - (line.undisputed_amount or 0))


def _number(value: Any) -> str:
    normal = Decimal(value or 0).normalize()
    exponent = normal.as_tuple().exponent
    places = max(CENTS, -exponent) if isinstance(exponent, int) and normal % 1 else 0
    return number_format(normal, decimal_pos=places, use_l10n=True)


def _packs(value: Decimal | None) -> str:
    plain = (value or Decimal(0)).normalize()
    exponent = plain.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return number_format(plain, decimal_pos=places, force_grouping=True)


def _money(amount: Decimal | None, line: InvoiceLine) -> str:
    return f"{number_format(amount or Decimal(0), decimal_pos=CENTS, force_grouping=True)} {line.currency}"
