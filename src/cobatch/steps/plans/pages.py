"""Pages of plans: the forecasts and the months of each."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.clock import instant_text
from cobatch.kernel.sides import Side
from cobatch.steps.plans.flow import CYCLE
from cobatch.steps.plans.grid import grid_of
from cobatch.steps.plans.models import ForecastCell, ForecastCycle, ForecastVersion
from cobatch.steps.plans.queries import cells_of
from cobatch.touchpoints.names import path_of
from cobatch.touchpoints.pages import (
    Column,
    Detail,
    Fact,
    List,
    Panel,
    State,
    add_detail,
    add_list,
    add_panel,
)

STEP = 1
RECENT = 3


def badge(cycle: ForecastCycle) -> State:
    """The state of a forecast as a badge."""
    return State(CYCLE.words(cycle.state), CYCLE.tones[cycle.state])


def newest_forecasts(relationship: Any, side: Side) -> Iterable[ForecastCycle]:
    """The newest forecasts of two companies."""
    return ForecastCycle.objects.filter(relationship=relationship).order_by("-month")[:RECENT]


def all_versions(cycle: ForecastCycle, side: Side) -> Iterable[ForecastVersion]:
    """Every publication, the newest first; a single one needs no table."""
    versions = list(cycle.versions.order_by("-number"))
    return versions if len(versions) > 1 else []


def forecast_json(cycle: ForecastCycle, *, whole: bool = False) -> dict[str, Any]:
    """A forecast as the API gives it, `whole` with the rows of its newest version."""
    found: dict[str, Any] = {
        "month": cycle.name,
        "state": cycle.state,
        "version": cycle.newest_version,
        "agreed_at": instant_text(cycle.agreed_at) if cycle.agreed_at else None,
    }
    if whole:
        found["rows"] = [cell_json(cell) for cell in cells_of(cycle)]
    return found


def cell_json(cell: ForecastCell) -> dict[str, Any]:
    """One item in one month."""
    kinds = ("demand", "before", "commitment", "upside", "consensus", "binding")
    quantities = {kind: getattr(cell, kind) for kind in kinds}
    return {
        "item": cell.item.sponsor_number,
        "month": f"{cell.month:%Y-%m}",
        "zone": cell.zone,
        "breach": cell.breach,
        "reason": cell.reason,
        "constraint": cell.constraint or None,
        "recovery": cell.recovery.isoformat() if cell.recovery else None,
        **{kind: quantity.as_json() if quantity else None for kind, quantity in quantities.items()},
    }


COLUMNS = (
    Column(_("Month"), lambda cycle: cycle.name, link=True),
    Column(_("Version"), lambda cycle: f"v{cycle.newest_version}"),
    Column(_("Published"), lambda cycle: cycle.created_at),
    Column(_("Agreed"), lambda cycle: cycle.agreed_at),
    Column(_("State"), badge),
)

add_list(
    List(
        record="forecast",
        title=_("Forecasts"),
        model=ForecastCycle,
        columns=(
            COLUMNS[0],
            Column(_("Sponsor"), lambda cycle: cycle.sponsor.name, unless=Side.SPONSOR),
            Column(_("Manufacturer"), lambda cycle: cycle.cmo.name, unless=Side.CMO),
            *COLUMNS[1:],
        ),
        related=("sponsor", "cmo"),
        step=STEP,
        icon="chart-line",
        to_json=forecast_json,
    )
)
add_detail(
    Detail(
        record="forecast",
        title=lambda cycle: cycle.name,
        template="plans/forecast_detail.html",
        extra=grid_of,
        facts=(
            Fact(_("Sponsor"), lambda cycle: cycle.relationship.sponsor.name),
            Fact(_("Manufacturer"), lambda cycle: cycle.relationship.cmo.name),
            Fact(_("Version"), lambda cycle: f"v{cycle.newest_version}"),
            Fact(_("Answer"), lambda cycle: cycle.answer or None),
            Fact(_("How shortages are bridged"), lambda cycle: cycle.mitigation or None),
            Fact(_("Agreed"), lambda cycle: cycle.agreed_at),
        ),
        to_json=lambda cycle: forecast_json(cycle, whole=True),
    )
)
add_panel(
    "forecast",
    Panel(
        name="versions",
        title=_("Versions"),
        rows=all_versions,
        step=STEP,
        columns=(
            Column(_("Version"), lambda version: f"v{version.number}"),
            Column(_("Published"), lambda version: version.at),
            Column(_("Notes"), lambda version: version.notes),
        ),
    ),
)
add_panel(
    "relationship",
    Panel(
        name="forecasts",
        title=_("Forecasts"),
        rows=newest_forecasts,
        columns=COLUMNS,
        url=lambda cycle: path_of("forecast", cycle.pk),
        creates=("plans.publish",),
        step=STEP,
    ),
)
