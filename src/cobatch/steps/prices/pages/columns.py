"""Columns that several pages of prices share."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.prices.flow import AGREEMENT, QUOTATION
from cobatch.steps.prices.shown import COUNTED, tiers_text
from cobatch.touchpoints.flow import Flow
from cobatch.touchpoints.pages import Column, State

STEP = 2


def badge(flow: Flow, record: Any) -> State:
    """A record's state as a badge."""
    return State(flow.words(record.state), flow.tones[record.state])


SIDES = (
    Column(_("Sponsor"), lambda row: row.sponsor.name, unless=Side.SPONSOR),
    Column(_("Manufacturer"), lambda row: row.cmo.name, unless=Side.CMO),
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
