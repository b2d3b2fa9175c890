"""Pages of prices: requests, quotations with their rounds, agreements."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.prices.flow import AGREEMENT, QUOTATION, REQUEST
from cobatch.steps.prices.models import (
    AgreedPrice,
    PriceAgreement,
    Quotation,
    QuotationRequest,
    QuotedPrice,
    RequestedItem,
)
from cobatch.steps.prices.shown import COUNTED, agreement_json, quotation_json, request_json, tiers_text, who
from cobatch.touchpoints.flow import Flow
from cobatch.touchpoints.names import path_of
from cobatch.touchpoints.pages import Column, Detail, Fact, List, Panel, State, add_detail, add_list, add_panel

STEP = 2
RECENT = 5


def badge(flow: Flow, record: Any) -> State:
    """A record's state as a badge."""
    return State(flow.words(record.state), flow.tones[record.state])


def requested_items(request: QuotationRequest, side: Side) -> Iterable[RequestedItem]:
    """What prices are wanted for."""
    return request.items.select_related("item").order_by("item__sponsor_number")


def quotations_of(request: QuotationRequest, side: Side) -> Iterable[Quotation]:
    """What came of the request."""
    return request.quotations.order_by("-pk")


def all_rounds(quotation: Quotation, side: Side) -> Iterable[QuotedPrice]:
    """Every price of every round, the newest first."""
    rows = QuotedPrice.objects.filter(round__quotation=quotation).select_related(
        "item", "round", "round__relationship__sponsor", "round__relationship__cmo"
    )
    return rows.order_by("-round__number", "item__sponsor_number")


def agreed_prices(agreement: PriceAgreement, side: Side) -> Iterable[AgreedPrice]:
    """The agreed price of each item."""
    return agreement.prices.select_related("item").order_by("item__sponsor_number")


def newest_agreements(relationship: Any, side: Side) -> Iterable[PriceAgreement]:
    """The newest agreements of two companies."""
    return PriceAgreement.objects.filter(relationship=relationship).order_by("-pk")[:RECENT]


SIDES = (
    Column(_("Sponsor"), lambda row: row.sponsor.name),
    Column(_("Manufacturer"), lambda row: row.cmo.name),
)
DAYS = (
    Column(_("First day"), lambda row: row.valid_from),
    Column(_("Last day"), lambda row: row.valid_to),
)
AGREEMENT_COLUMNS = (
    Column(_("Agreement"), lambda row: row.number, link=True),
    Column(_("Items"), lambda row: row.items_text),
    *DAYS,
    Column(_("State"), lambda row: badge(AGREEMENT, row)),
)
QUOTATION_COLUMNS = (
    Column(_("Quotation"), lambda row: row.number, link=True),
    Column(_("Items"), lambda row: row.items_text),
    Column(_("Round"), lambda row: row.newest_round, numeric=True),
    Column(_("Open until"), lambda row: row.open_until),
    Column(_("State"), lambda row: badge(QUOTATION, row)),
)
PRICE_COLUMNS = (
    Column(_("Item"), lambda row: f"{row.item.sponsor_number} · {row.item.cmo_number}"),
    Column(_("Price"), lambda row: row.price, numeric=True),
    Column(_("Tiers"), tiers_text),
    Column(_("Tiers count"), lambda row: COUNTED[row.tier_at]),
    Column(_("Packs a year"), lambda row: row.annual_volume, numeric=True),
    Column(_("Weeks"), lambda row: row.lead_time_weeks, numeric=True),
)

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
add_list(
    List(
        record="quotation",
        title=_("Quotations"),
        model=Quotation,
        columns=(*QUOTATION_COLUMNS[:2], *SIDES, *QUOTATION_COLUMNS[2:]),
        search=("number", "items_text"),
        related=("sponsor", "cmo"),
        step=STEP,
        to_json=quotation_json,
    )
)
add_detail(
    Detail(
        record="quotation",
        title=lambda row: row.number,
        facts=(
            Fact(_("Round"), lambda row: row.newest_round),
            Fact(_("Last offer by"), lambda row: who(row.relationship, row.offered_by)),
            Fact(_("Currency"), lambda row: row.currency),
            Fact(_("Open until"), lambda row: row.open_until),
        ),
        parent=lambda row: row.request,
        related=("request",),
        to_json=lambda row: quotation_json(row, whole=True),
    )
)
add_panel(
    "quotation",
    Panel(
        name="rounds",
        title=_("Rounds"),
        rows=all_rounds,
        step=STEP,
        columns=(
            Column(_("Round"), lambda row: row.round.number),
            Column(_("By"), lambda row: who(row.round.relationship, row.round.by)),
            Column(_("At"), lambda row: row.round.at),
            *PRICE_COLUMNS,
            Column(_("Why"), lambda row: row.round.reason),
        ),
    ),
)
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
