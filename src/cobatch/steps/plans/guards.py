"""Why an act on a forecast is refused. A breach of a zone alone never is a reason."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.network.models import Item, Relationship
from cobatch.steps.parties.queries import by_every_number
from cobatch.steps.plans.cells import by_bucket
from cobatch.steps.plans.models import CycleState, ForecastCell, ForecastCycle
from cobatch.steps.plans.payloads import Answer, Bucket, Consensus, Demand, Publication, Republication
from cobatch.steps.plans.queries import active_items, cells_of, last_agreed, newest_cycle
from cobatch.steps.plans.zones import Zone, breaches, month_after, months_ahead, zone_of
from cobatch.touchpoints.context import Context

LONGEST = 24
MUST_ANSWER = (Zone.FROZEN, Zone.FIRM)


def month_is_open(act: Context[Relationship, Publication]) -> Iterator[Refusal]:
    """A month has one forecast, and forecasts come in order of time."""
    newest = newest_cycle(act.on.pk)
    if newest is not None and newest.month >= act.payload.first_day:
        words = {"month": newest.name}
        yield Refusal("month_closed", _("There is a forecast for %(month)s already.") % words, "/month")


def forecast_is_complete(act: Context[Relationship, Publication]) -> Iterator[Refusal]:
    """The rows of a new forecast."""
    yield from _rows_fit(act, act.payload.first_day, act.payload.rows)


def new_version_is_complete(act: Context[ForecastCycle, Republication]) -> Iterator[Refusal]:
    """The rows of another version."""
    yield from _rows_fit(act, act.on.month, act.payload.rows)


def _rows_fit(act: Context[Any, Any], cycle: date, rows: Sequence[Demand]) -> Iterator[Refusal]:
    """Known items in their units, months after the cycle's own, no frozen or firm month left out."""
    relationship = act.on.relationship
    active = active_items(relationship)
    items = by_every_number(active)
    seen: set[tuple[Any, date]] = set()
    for index, row in enumerate(rows):
        item, at = items.get(row.item), f"/rows/{index}"
        if item is None:
            yield Refusal("item_unknown", _("No item is known by this number."), f"{at}/item")
            continue
        yield from _bucket_fits(item, row, cycle, at)
        if (item.pk, row.first_day) in seen:
            yield Refusal("bucket_twice", _("This item comes twice in this month."), f"{at}/item")
        seen.add((item.pk, row.first_day))
    yield from _all_near_months(relationship, cycle, active, seen)
    yield from _frozen_changes_have_reasons(relationship, cycle, rows, items)


def _bucket_fits(item: Item, row: Bucket, cycle: date, at: str) -> Iterator[Refusal]:
    if row.quantity.unit != item.unit:
        yield Refusal(
            "wrong_unit", _("This item is counted in %(unit)s.") % {"unit": item.unit}, f"{at}/quantity"
        )
    if not 1 <= months_ahead(cycle, row.first_day) <= LONGEST:
        yield Refusal("month_outside", _("A forecast looks one to 24 months ahead."), f"{at}/month")


def _all_near_months(
    relationship: Relationship, cycle: date, active: list[Item], seen: set[tuple[Any, date]]
) -> Iterator[Refusal]:
    terms = relationship.terms
    near = [month_after(cycle, n) for n in range(1, terms.frozen_months + terms.firm_months + 1)]
    for item in active:
        missing = [month for month in near if (item.pk, month) not in seen]
        if missing:
            words = {"item": item.sponsor_number, "months": ", ".join(f"{month:%Y-%m}" for month in missing)}
            yield Refusal("bucket_missing", _("%(item)s is missing for %(months)s.") % words, "/rows")


def _frozen_changes_have_reasons(
    relationship: Relationship, cycle: date, rows: Sequence[Demand], items: dict[str, Item]
) -> Iterator[Refusal]:
    agreed, terms = last_agreed(relationship.pk), relationship.terms
    for index, row in enumerate(rows):
        item, zone = items.get(row.item), zone_of(cycle, row.first_day, terms)
        if item is None or row.reason or zone is not Zone.FROZEN:
            continue
        if breaches(zone, agreed.get((item.pk, row.first_day)), row.quantity.value, terms):
            yield Refusal("reason_missing", _("Say why a frozen month changes."), f"/rows/{index}/reason")


def near_months_are_answered(act: Context[ForecastCycle, Answer]) -> Iterator[Refusal]:
    """Every frozen and firm month has a commitment, and what is short says which resource is missing."""
    cells = cells_of(act.on)
    yield from _rows_match(act.payload.rows, cells, must=MUST_ANSWER)
    buckets = by_bucket(cells)
    for index, row in enumerate(act.payload.rows):
        cell = buckets.get((row.item, row.first_day))
        if cell and row.quantity.value < cell.demand_value and row.constraint is None:
            words = _("Say what does not allow the quantity that is wanted.")
            yield Refusal("constraint_missing", words, f"/rows/{index}/constraint")
        if row.upside and row.upside.unit != row.quantity.unit:
            yield Refusal("wrong_unit", _("Both quantities need the same unit."), f"/rows/{index}/upside")


def consensus_is_complete(act: Context[ForecastCycle, Consensus]) -> Iterator[Refusal]:
    """Every month is agreed, never beyond what is committed; who accepts less says how it is bridged."""
    cells = cells_of(act.on)
    yield from _rows_match(act.payload.rows, cells, must=tuple(Zone))
    buckets = by_bucket(cells)
    short = False
    for index, row in enumerate(act.payload.rows):
        cell = buckets.get((row.item, row.first_day))
        if cell is None:
            continue
        short |= row.quantity.value < cell.demand_value
        if cell.commitment_value is not None and row.quantity.value > cell.commitment_value + (
            cell.upside_value or 0
        ):
            words = _("This is more than the manufacturer has committed to.")
            yield Refusal("more_than_committed", words, f"/rows/{index}/quantity")
    if short and act.on.state == CycleState.RESPONDED_SHORT and not act.payload.mitigation:
        yield Refusal("mitigation_missing", _("Say how the shortage will be bridged."), "/mitigation")


def _rows_match(
    rows: Sequence[Bucket], cells: list[ForecastCell], must: tuple[Zone, ...]
) -> Iterator[Refusal]:
    buckets, seen = by_bucket(cells), set()
    for index, row in enumerate(rows):
        cell, at = buckets.get((row.item, row.first_day)), f"/rows/{index}"
        if cell is None or cell.pk in seen:
            yield Refusal(
                "bucket_unknown", _("The forecast has no such item and month, or it comes twice."), at
            )
            continue
        seen.add(cell.pk)
        if row.quantity.unit != cell.unit:
            words = {"unit": cell.unit}
            yield Refusal("wrong_unit", _("This item is counted in %(unit)s.") % words, f"{at}/quantity")
    for cell in cells:
        if cell.zone in must and cell.pk not in seen:
            words = {"item": cell.item.sponsor_number, "month": f"{cell.month:%Y-%m}"}
            yield Refusal("bucket_unanswered", _("%(item)s, %(month)s is not answered.") % words, "/rows")
