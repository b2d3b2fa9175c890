"""How prices are shown: in words on pages, as JSON in the API."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cobatch.kernel.clock import instant_text
from cobatch.kernel.decimals import plain_decimal
from cobatch.kernel.sides import Side
from cobatch.network.models import Relationship
from cobatch.steps.prices.models import PriceAgreement, PriceRow, Quotation, QuotationRequest, TierAt
from cobatch.steps.prices.queries import newest_prices

COUNTED = {
    TierAt.ORDER.value: gettext_lazy("what is ordered"),
    TierAt.HAND_OVER.value: gettext_lazy("what is handed over"),
}


def tiers_text(price: PriceRow) -> str:
    """The tiers of a price in one line."""
    parts = [
        _("%(price)s from %(volume)s on")
        % {
            "price": tier["price"],
            "volume": number_format(Decimal(tier["from"]), use_l10n=True, force_grouping=True),
        }
        for tier in price.tiers
    ]
    return " · ".join(parts)


def who(relationship: Relationship, side: str) -> str:
    """The company on a side, by name."""
    return relationship.organisation_on(Side(side)).name


def request_json(request: QuotationRequest, *, whole: bool = False) -> dict[str, Any]:
    """A request as the API gives it, `whole` with its items."""
    found = {
        "number": request.number,
        "state": request.state,
        "scope": request.scope,
        "currency": request.currency,
        "due": request.due.isoformat(),
        **_days(request),
    }
    if whole:
        found["items"] = [
            {"item": row.item.sponsor_number, "annual_volume": plain_decimal(row.annual_volume)}
            for row in request.items.select_related("item").order_by("item__sponsor_number")
        ]
    return found


def quotation_json(quotation: Quotation, *, whole: bool = False) -> dict[str, Any]:
    """A quotation as the API gives it, `whole` with its rounds and the prices of the newest."""
    found: dict[str, Any] = {
        "number": quotation.number,
        "state": quotation.state,
        "request": str(quotation.request_id),
        "currency": quotation.currency,
        "round": quotation.newest_round,
        "offered_by": quotation.offered_by,
        "open_until": quotation.open_until.isoformat(),
    }
    if whole:
        found["rounds"] = [
            {
                "round": each.number,
                "by": each.by,
                "at": instant_text(each.at),
                "reason": each.reason,
                **_days(each),
            }
            for each in quotation.rounds.order_by("number")
        ]
        found["prices"] = [price_json(price) for price in newest_prices(quotation)]
    return found


def agreement_json(agreement: PriceAgreement, *, whole: bool = False) -> dict[str, Any]:
    """An agreement as the API gives it, `whole` with its prices."""
    found: dict[str, Any] = {
        "number": agreement.number,
        "state": agreement.state,
        "quotation": str(agreement.quotation_id),
        "currency": agreement.currency,
        **_days(agreement),
    }
    if whole:
        rows = agreement.prices.select_related("item").order_by("item__sponsor_number")
        found["prices"] = [price_json(price) for price in rows]
    return found


def price_json(price: PriceRow) -> dict[str, Any]:
    """The price of one item with all that decides it."""
    return {
        "item": price.item.sponsor_number,
        "price": price.price.as_json() if price.price else None,
        "tiers": price.tiers,
        "retroactive": price.retroactive,
        "tier_at": price.tier_at,
        "year_start": price.year_start.isoformat(),
        "opening_volume": plain_decimal(price.opening_volume),
        "annual_volume": plain_decimal(price.annual_volume),
        "minimum_batches": price.minimum_batches,
        "lead_time_weeks": price.lead_time_weeks,
        "expedite_percent": plain_decimal(price.expedite_percent),
    }


def _days(row: Any) -> dict[str, str]:
    return {"valid_from": row.valid_from.isoformat(), "valid_to": row.valid_to.isoformat()}
