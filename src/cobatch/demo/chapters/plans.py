"""Step 1: the forecast of October, agreed; that of November, answered short by one and not at all by the other."""

from collections.abc import Iterator
from typing import Any

from cobatch.demo.cast import BERLIN, BOSTON, PUNE
from cobatch.demo.stage import Line
from cobatch.steps.plans.payloads import first_day
from cobatch.steps.plans.zones import month_after

Row = dict[str, Any]
Sizes = list[float]
Demand = dict[str, Sizes]
K = 1000
# From December 2026 on, in packs.
HR_101: Sizes = [44, 66, 44, 66, 44, 66, 44, 66, 44, 66, 44, 66]
HR_102: Sizes = [41.6, 0, 83.2, *[41.6] * 9]
HR_201: Sizes = [23, 46, 0, *[23] * 9]
HR_202: Sizes = [58] * 12
NOVEMBER = {"HR-101": 44, "HR-102": 41.6, "HR-201": 23, "HR-202": 58}


def lines() -> Iterator[Line]:
    """Two months with each manufacturer."""
    yield from _october()
    yield from _november()


def _october() -> Iterator[Line]:
    """All is agreed; March of HR-101 and February of HR-201 as they were then."""
    agreed: tuple[tuple[str, str, str, Demand], ...] = (
        ("HR-SF", PUNE, "priya", {"HR-101": _but(HR_101, 3, 44), "HR-102": HR_102}),
        ("HR-AF", BERLIN, "jonas", {"HR-201": _but(HR_201, 2, 23), "HR-202": HR_202}),
    )
    for relationship, zone, planner, demand in agreed:
        name = f"forecast 2026-10 {relationship}"
        wanted = {item: [NOVEMBER[item], *sizes[:11]] for item, sizes in demand.items()}
        rows = [row for item, sizes in wanted.items() for row in _rows("2026-10", item, sizes)]
        payload = {"month": "2026-10", "rows": rows}
        yield Line("2026-10-08 10:00", BOSTON, "marcus", "plans.publish", relationship, payload, name=name)
        yield Line("2026-10-13 15:00", zone, planner, "plans.commit", name, {"rows": rows})
        yield Line("2026-10-14 10:00", BOSTON, "marcus", "plans.agree", name, {"rows": rows})
        yield Line("2026-10-15 11:00", zone, planner, "plans.countersign", name)


def _november() -> Iterator[Line]:
    wanted: dict[str, Demand] = {
        "HR-SF": {"HR-101": HR_101, "HR-102": HR_102},
        "HR-AF": {"HR-201": HR_201, "HR-202": HR_202},
    }
    for relationship, demand in wanted.items():
        rows = [row for item, sizes in demand.items() for row in _rows("2026-11", item, sizes)]
        for row in rows:
            if (row["item"], row["month"]) == ("HR-201", "2027-02"):
                row["reason"] = "Launch in Spain moved to the autumn: no vials needed in February."
        payload, name = {"month": "2026-11", "rows": rows}, f"forecast 2026-11 {relationship}"
        yield Line("2026-11-10 10:00", BOSTON, "marcus", "plans.publish", relationship, payload, name=name)
    comment = "January is short by 22 000 and made up for in February. March: 44 000 as agreed."
    answer = {"rows": _answer(), "comment": comment}
    yield Line("2026-11-17 16:30", PUNE, "priya", "plans.commit", "forecast 2026-11 HR-SF", answer)


def _answer() -> list[Row]:
    """January short for want of people, made up for in February; March stays at what was agreed."""
    rows = _rows("2026-11", "HR-101", [44, 44, 66, 44, *HR_101[4:]]) + _rows("2026-11", "HR-102", HR_102)
    said = {
        "2027-01": {"constraint": "people", "recovery": "2027-02-15"},
        "2027-03": {"constraint": "plant"},
    }
    return [row | (said.get(row["month"], {}) if row["item"] == "HR-101" else {}) for row in rows]


def _rows(cycle: str, item: str, thousands: Sizes) -> list[Row]:
    return [
        {
            "item": item,
            "month": f"{month_after(first_day(cycle), ahead):%Y-%m}",
            "quantity": {"value": f"{size * K:.0f}", "unit": "H87"},
        }
        for ahead, size in enumerate(thousands, start=1)
    ]


def _but(sizes: Sizes, place: int, size: float) -> Sizes:
    return [*sizes[:place], size, *sizes[place + 1 :]]
