"""Pages of price agreements."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.prices.models import AgreedPrice, PriceAgreement
from cobatch.steps.prices.pages.columns import AGREEMENT_COLUMNS, PRICE_COLUMNS, SIDES, STEP
from cobatch.steps.prices.shown import agreement_json
from cobatch.touchpoints.names import path_of
from cobatch.touchpoints.pages import Detail, Fact, List, Panel, add_detail, add_list, add_panel

RECENT = 5


def agreed_prices(agreement: PriceAgreement, side: Side) -> Iterable[AgreedPrice]:
    """The agreed price of each item."""
    return agreement.prices.select_related("item").order_by("item__sponsor_number")


def newest_agreements(relationship: Any, side: Side) -> Iterable[PriceAgreement]:
    """The newest agreements of two companies."""
    return PriceAgreement.objects.filter(relationship=relationship).order_by("-pk")[:RECENT]


add_list(
    List(
        record="price_agreement",
        title=_("Price agreements"),
        model=PriceAgreement,
        columns=(*AGREEMENT_COLUMNS[:2], *SIDES, *AGREEMENT_COLUMNS[2:]),
        search=("number", "items_text"),
        related=("sponsor", "cmo"),
        step=STEP,
        to_json=agreement_json,
    )
)
add_detail(
    Detail(
        record="price_agreement",
        title=lambda row: row.number,
        facts=(
            Fact(_("Quotation"), lambda row: row.quotation.number),
            Fact(_("Currency"), lambda row: row.currency),
            Fact(_("First day"), lambda row: row.valid_from),
            Fact(_("Last day"), lambda row: row.valid_to),
        ),
        parent=lambda row: row.quotation,
        related=("quotation",),
        to_json=lambda row: agreement_json(row, whole=True),
    )
)
add_panel(
    "price_agreement",
    Panel(name="prices", title=_("Prices"), rows=agreed_prices, columns=PRICE_COLUMNS, step=STEP),
)
add_panel(
    "relationship",
    Panel(
        name="price_agreements",
        title=_("Price agreements"),
        rows=newest_agreements,
        columns=AGREEMENT_COLUMNS,
        url=lambda row: path_of("price_agreement", row.pk),
        creates=("prices.request_quotation",),
        step=STEP,
    ),
)
