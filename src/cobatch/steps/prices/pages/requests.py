"""Pages of requests for quotation."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.prices.flow import REQUEST
from cobatch.steps.prices.models import Quotation, QuotationRequest, RequestedItem
from cobatch.steps.prices.pages.columns import QUOTATION_COLUMNS, SIDES, STEP, badge
from cobatch.steps.prices.shown import request_json
from cobatch.touchpoints.names import path_of
from cobatch.touchpoints.pages import Column, Detail, Fact, List, Panel, add_detail, add_list, add_panel


def requested_items(request: QuotationRequest, side: Side) -> Iterable[RequestedItem]:
    """What prices are wanted for."""
    return request.items.select_related("item").order_by("item__sponsor_number")


def quotations_of(request: QuotationRequest, side: Side) -> Iterable[Quotation]:
    """What came of the request."""
    return request.quotations.order_by("-pk")


add_list(
    List(
        record="quotation_request",
        title=_("Requests"),
        model=QuotationRequest,
        columns=(
            Column(_("Request"), lambda row: row.number, link=True),
            Column(_("Items"), lambda row: row.items_text),
            *SIDES,
            Column(_("Answer due"), lambda row: row.due),
            Column(_("State"), lambda row: badge(REQUEST, row)),
        ),
        search=("number", "items_text"),
        related=("sponsor", "cmo"),
        step=STEP,
        to_json=request_json,
    )
)
add_detail(
    Detail(
        record="quotation_request",
        title=lambda row: row.number,
        facts=(
            Fact(_("Scope"), lambda row: row.scope or None),
            Fact(_("Currency"), lambda row: row.currency),
            Fact(_("First day"), lambda row: row.valid_from),
            Fact(_("Last day"), lambda row: row.valid_to),
            Fact(_("Answer due"), lambda row: row.due),
            Fact(_("Why no quotation"), lambda row: row.decline_reason or None),
        ),
        to_json=lambda row: request_json(row, whole=True),
    )
)
add_panel(
    "quotation_request",
    Panel(
        name="items",
        title=_("Items"),
        rows=requested_items,
        step=STEP,
        columns=(
            Column(_("Item"), lambda row: f"{row.item.sponsor_number} · {row.item.name}"),
            Column(_("Packs a year"), lambda row: row.annual_volume, numeric=True),
        ),
    ),
)
add_panel(
    "quotation_request",
    Panel(
        name="quotations",
        title=_("Quotations"),
        rows=quotations_of,
        columns=QUOTATION_COLUMNS,
        url=lambda row: path_of("quotation", row.pk),
        creates=("prices.quote",),
        step=STEP,
    ),
)
