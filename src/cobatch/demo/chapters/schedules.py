"""Step 4: eleven versions of one schedule, three of the other."""

from collections.abc import Iterator
from typing import Any

from cobatch.demo.cast import BERLIN, BOSTON, PUNE
from cobatch.demo.chapters.batches import ROOMS
from cobatch.demo.lots import LOTS, Lot
from cobatch.demo.stage import Line, Stage
from cobatch.network.models import Relationship
from cobatch.steps.schedules.queries import plannable_lines

SF_DAYS = (
    "07-23", "08-06", "08-20", "09-03", "09-17", "10-01", "10-08", "10-22", "10-29", "11-12", "11-19",
)  # fmt: skip
AF_DAYS = ("08-17", "10-01", "11-05")
ACCEPTED = {("HR-SF", "08-20"): "2026-08-21 10:00", ("HR-AF", "10-01"): "2026-10-02 10:00"}
NAMES = ("start", "pack_end", "qc_ready", "cmo_release", "ready_to_ship")
FIRST_THIRD = Lot(
    "SF26I0103", "HR-101", "4500018231", "", portion=1, planned=("09-15", "09-30", "10-08", "10-12", "10-15")
)
SLIPPED = ("11-09", "11-30", "12-10", "12-14", "12-16")
FEBRUARY = Lot("AF27B0301", "HR-201", "4500018690", "")
FEBRUARY_DAYS = ("2027-02-08", "2027-02-22", "2027-03-12", "2027-03-17", "2027-03-24")


def lines() -> Iterator[Line]:
    """Versions in the order of their days; what the sponsor does not answer, silence accepts."""
    for days, relationship, zone, planner in (
        (SF_DAYS, "HR-SF", PUNE, "priya"),
        (AF_DAYS, "HR-AF", BERLIN, "jonas"),
    ):
        for day in days:
            name = f"schedule {relationship} {day}"
            yield Line(
                f"2026-{day} 15:30", zone, planner, "schedules.publish", relationship,
                _plan(relationship, planner, day), name=name,
            )  # fmt: skip
            if (relationship, day) in ACCEPTED:
                yield Line(ACCEPTED[relationship, day], BOSTON, "marcus", "schedules.accept", name)


def _plan(relationship: str, planner: str, day: str) -> Any:
    """Every batch of the story whose order line is still to be made."""

    def payload(stage: Stage) -> dict[str, Any]:
        of = stage.see(planner, lambda: Relationship.objects.get(pk=stage.records[relationship]))
        known = {
            (line.order.number, line.position, line.portion): str(line.pk)
            for line in stage.see(planner, lambda: plannable_lines(of))
        }
        rows = [
            _row(known[lot.order, lot.position, lot.portion], lot, day)
            for lot in (*LOTS, FIRST_THIRD, FEBRUARY)
            if (lot.order, lot.position, lot.portion) in known and _is_planned(lot, day)
        ]
        return {"rows": rows, "remark": _remark(relationship, day)}

    return payload


def _is_planned(lot: Lot, day: str) -> bool:
    """The last 22 000 of 4500018231 first had an earlier batch, which could not be made in time."""
    before = day < SF_DAYS[6]
    return {"SF26I0103": before, "SF26J0104": not before}.get(lot.number, True)


def _row(line: str, lot: Lot, day: str) -> dict[str, Any]:
    slipped = lot.number == "SF26K0105" and day == SF_DAYS[-1]
    days = tuple(f"2026-{each}" for each in (SLIPPED if slipped else lot.planned))
    why = {"cause": "people", "constraint": "people"} if slipped else {}
    shown = dict(zip(NAMES, FEBRUARY_DAYS if lot is FEBRUARY else days, strict=True))
    return {"order_line": line, "number": lot.number, "line": ROOMS[lot.item], **shown, **why}


def _remark(relationship: str, day: str) -> str:
    if (relationship, day) == ("HR-SF", SF_DAYS[-1]):
        return (
            "SF26K0105 is packed three days later: two of three coating operators are qualified. "
            "18 December stands."
        )
    if (relationship, day) == ("HR-SF", SF_DAYS[6]):
        return (
            "The premix for the last 22 000 of 4500018231 comes on 15 October; "
            "SF26J0104 takes the place of SF26I0103."
        )
    return ""
