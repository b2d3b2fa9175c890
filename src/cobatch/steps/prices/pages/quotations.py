"""Pages of quotations with all their rounds."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.prices.models import Quotation, QuotedPrice
from cobatch.steps.prices.pages.columns import PRICE_COLUMNS, QUOTATION_COLUMNS, SIDES, STEP
from cobatch.steps.prices.shown import quotation_json, who
from cobatch.touchpoints.pages import Column, Detail, Fact, List, Panel, add_detail, add_list, add_panel


def all_rounds(quotation: Quotation, side: Side) -> Iterable[QuotedPrice]:
    """Every price of every round, the newest first."""
    rows = QuotedPrice.objects.filter(round__quotation=quotation).select_related(
        "item", "round", "round__relationship__sponsor", "round__relationship__cmo"
    )
    return rows.order_by("-round__number", "item__sponsor_number")


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
