"""Step 5: batches, from their lot number to packs in quarantine."""

from collections.abc import Iterator
from typing import Any

from cobatch.demo import finding
from cobatch.demo.crews import OF_ITEM, Crew
from cobatch.demo.instants import at
from cobatch.demo.lots import LOTS, PLANNED_RELEASE, ROUTES, SAMPLES, Lot
from cobatch.demo.stage import Line, Stage

ROOMS = {"HR-101": "G-12", "HR-102": "G-14", "CV-500": "G-14", "HR-201": "Line 3", "HR-202": "Line 5"}
DRIFT = 2_000


def lines() -> Iterator[Line]:
    """Every batch as far as it has come."""
    for lot in LOTS:
        crew = OF_ITEM[lot.item]
        yield _created(lot, crew)
        if lot.started:
            yield _started(lot, crew)
        for position in range(1, len(lot.stages) + 1):
            yield _stage(lot, crew, position)
        if lot.packed:
            yield _output(lot, crew)


def day(text: str) -> str:
    """A day of the story's year."""
    return f"2026-{text}"


def _created(lot: Lot, crew: Crew) -> Line:
    def payload(stage: Stage) -> dict[str, Any]:
        line = finding.order_line(stage, crew.production, lot.order, lot.position, lot.portion)
        return {
            "line": str(line.pk),
            "number": lot.number,
            "master_record": finding.master_record(stage, crew.production, line.item_id),
            "markets": list(lot.markets),
            "planned_start": day(lot.planned[0]),
            "planned_end": day(lot.planned[1]),
            "line_cleared": True,
            "stages": [{"name": name, "bulk": name != "Packaging"} for name in ROUTES[lot.item]],
        }

    when = f"{day(lot.created)} 09:00"
    return Line(when, crew.zone, crew.production, "batches.create", lot.order, payload, name=lot.number)


def _started(lot: Lot, crew: Crew) -> Line:
    payload = {
        "started_at": _instant(lot.started, crew, "08:10"),
        "room": ROOMS[lot.item],
        "equipment": [f"{ROOMS[lot.item]}-01", f"{ROOMS[lot.item]}-02"],
    }
    when = f"{day(lot.started)} 08:20"
    return Line(when, crew.zone, crew.production, "batches.start", lot.number, payload)


def _stage(lot: Lot, crew: Crew, position: int) -> Line:
    """Each stage begins where the one before ended, and loses a little."""
    begun = lot.stages[position - 2] if position > 1 else lot.started
    ended = lot.stages[position - 1]
    left = len(ROUTES[lot.item]) - 1 - position
    loss = lot.bulk // DRIFT

    def payload(stage: Stage) -> dict[str, Any]:
        return {
            "stage": finding.stage_of(stage, crew.production, lot.number, position),
            "started_at": _instant(begun, crew, "14:30" if position > 1 else "08:10"),
            "ended_at": _instant(ended, crew, "14:30"),
            "good": lot.bulk + left * loss,
            "scrap": loss,
            "checks_passed": 12,
        }

    when = f"{day(ended)} 14:{40 + position}"
    return Line(when, crew.zone, crew.production, "batches.report_stage", lot.number, payload)


def _output(lot: Lot, crew: Crew) -> Line:
    labels, (rejects, loss) = lot.counted, lot.lost
    issued = lot.packs + labels.damaged + labels.returned + labels.unaccounted
    payload = {
        "packed": {"value": str(lot.packs), "unit": "H87"},
        "packed_on": day(lot.packed),
        "samples": SAMPLES[lot.item],
        "rejects": [{"reason": "appearance", "count": rejects}],
        "explained_loss": loss,
        "labels": {
            "issued": issued, "used": lot.packs, "damaged": labels.damaged, "returned": labels.returned,
            "unaccounted": labels.unaccounted,
        },
        "filled_on": day(lot.filled) if lot.filled else None,
        "planned_release": day(PLANNED_RELEASE.get(lot.number, lot.released)),
    }  # fmt: skip
    when = f"{day(lot.packed)} 16:30"
    return Line(when, crew.zone, crew.production, "batches.report_output", lot.number, payload)


def _instant(text: str, crew: Crew, hour: str) -> str:
    return at(f"{day(text)} {hour}", crew.zone).isoformat()
