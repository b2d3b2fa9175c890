"""The forecast as a table: months across, and for each item what is wanted, committed, short and agreed."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cobatch.steps.plans.models import Constraint, ForecastCell, ForecastCycle
from cobatch.steps.plans.queries import cells_of
from cobatch.steps.plans.zones import Zone, change_percent

RESOURCES = {
    Constraint.MATERIAL.value: gettext_lazy("material"),
    Constraint.PEOPLE.value: gettext_lazy("people"),
    Constraint.PLANT.value: gettext_lazy("plant"),
    Constraint.LABORATORY.value: gettext_lazy("laboratory"),
    Constraint.SHUTDOWN.value: gettext_lazy("shutdown"),
}
Shown = dict[str, Any]


def grid_of(cycle: ForecastCycle, side: Any) -> dict[str, Any]:
    """The newest version of a forecast, ready for its table."""
    cells = cells_of(cycle)
    months = {cell.month: Zone(cell.zone).label for cell in cells}
    items = {cell.item_id: cell.item for cell in cells}
    found = {(cell.item_id, cell.month): cell for cell in cells}
    return {
        "months": [{"text": date_format(month, "M Y"), "zone": months[month]} for month in sorted(months)],
        "width": len(months) + 1,
        "products": [
            {
                "title": f"{item.sponsor_number} · {item.name}",
                "rows": list(_rows([found.get((pk, month)) for month in sorted(months)])),
            }
            for pk, item in items.items()
        ],
    }


def _rows(cells: list[ForecastCell | None]) -> Iterator[Shown]:
    known = [cell for cell in cells if cell is not None]
    yield _row(_("Wanted"), cells, lambda cell: {"text": number(cell.demand_value)})
    if any(cell.before_value is not None for cell in known):
        yield _row(_("Change"), cells, _change)
    if any(cell.commitment_value is not None for cell in known):
        yield _row(_("Committed"), cells, lambda cell: {"text": number(cell.commitment_value)})
    if any(cell.short for cell in known):
        yield _row(_("Short"), cells, _shortage)
    if any(cell.consensus_value is not None for cell in known):
        yield _row(_("Agreed"), cells, lambda cell: {"text": number(cell.consensus_value)})
    if any(cell.binding_value is not None for cell in known):
        yield _row(_("Binding"), cells, lambda cell: {"text": number(cell.binding_value)})


def _row(title: str, cells: Iterable[ForecastCell | None], shown: Callable[[ForecastCell], Shown]) -> Shown:
    return {"title": title, "cells": [shown(cell) if cell else {"text": "–"} for cell in cells]}


def _change(cell: ForecastCell) -> Shown:
    if cell.before_value is None or cell.before_value == cell.demand_value:
        return {"text": "–"}
    percent = change_percent(cell.before_value, cell.demand_value)
    words = _("new") if percent is None else f"{percent:+.0f} %".replace("-", "−")
    if not cell.breach:
        return {"text": words}
    return {"text": words, "tone": "warn", "sub": cell.reason or _("beyond the zone")}


def _shortage(cell: ForecastCell) -> Shown:
    if cell.commitment_value is None or not cell.short:
        return {"text": "–"}
    why = [str(RESOURCES.get(cell.constraint, ""))]
    if cell.recovery:
        why.append(_("made up by %(day)s") % {"day": date_format(cell.recovery, "j M Y")})
    text = number(cell.demand_value - cell.commitment_value)
    return {"text": text, "tone": "bad", "sub": " · ".join(filter(None, why))}


def number(value: Decimal | None) -> str:
    """A number of packs with the reader's thousands."""
    if value is None:
        return "–"
    return number_format(value.normalize(), use_l10n=True, force_grouping=True)
