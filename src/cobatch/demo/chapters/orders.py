"""Step 3: the orders from July to November and their answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cobatch.demo import finding
from cobatch.demo.cast import BOSTON, CHICAGO, PUNE
from cobatch.demo.crews import ALPENFILL, CORVALE, SAHYADRI
from cobatch.demo.stage import Line, Stage

HARBORVIEW = "Harborview 3PL, Newark NJ"
EUROPE = "Halden Ridge Ireland, distribution centre Venlo"
Ordered = tuple[tuple[str, str, str], ...]  # item, packs, date


@dataclass(frozen=True)
class Paper:
    """One order that is confirmed as it was issued."""

    number: str
    relationship: str
    issued: str
    confirmed: str
    lines: Ordered
    market: str = "US"
    price: str = ""


ORDERS = (
    Paper("4500018310", "HR-SF", "07-22 10:00", "07-24 15:00", (("HR-102", "41500", "2026-10-12"),), "DE"),
    Paper(
        "4500018377", "HR-SF", "08-05 10:00", "08-07 15:00",
        (("HR-102", "41500", "2026-10-20"), ("HR-102", "41500", "2026-10-30")), "DE", price="1.38",
    ),
    Paper(
        "4500018502", "HR-AF", "08-06 10:00", "08-07 11:00",
        (("HR-201", "23000", "2026-10-06"), ("HR-201", "23000", "2026-11-05")),
    ),
    Paper(
        "4500018533", "HR-AF", "08-12 10:00", "08-14 11:00",
        (("HR-202", "58000", "2026-10-30"), ("HR-202", "58000", "2026-11-20")),
    ),
    Paper("4500018690", "HR-AF", "09-15 10:00", "09-17 11:00", (("HR-201", "23000", "2027-03-31"),)),
    Paper("4500018744", "HR-SF", "09-22 10:00", "09-24 15:00", (("HR-101", "44000", "2026-12-18"),)),
    Paper("4500018802", "HR-SF", "10-01 10:00", "10-05 15:00", (("HR-102", "41600", "2026-12-11"),), "DE"),
    Paper("77120045", "CV-SF", "09-08 10:00", "09-10 15:00", (("CV-500", "29000", "2026-12-04"),)),
)  # fmt: skip
SPLIT = Paper("4500018231", "HR-SF", "07-14 10:00", "", (("HR-101", "66000", "2026-09-25"),))
CREWS = {crew.relationship: crew for crew in (SAHYADRI, ALPENFILL, CORVALE)}


def lines() -> Iterator[Line]:
    """The order that was split, and those that were simply confirmed."""
    yield from _split()
    for order in ORDERS:
        yield _issued(order)
        yield _accepted(order)


def _split() -> Iterator[Line]:
    """66 000 are wanted; the premix is there for 44 000 only, and the sponsor takes the rest later."""
    number = SPLIT.number
    yield _issued(SPLIT)

    def offers(stage: Stage) -> dict[str, Any]:
        line = str(finding.order_line(stage, "tomas", number).pk)
        return {
            "answers": [_offer(line, "44000", "2026-09-25"), _offer(line, "22000", "2026-10-16")],
            "remark": "Coating premix CP-7 is there for two batches only until 28 August; "
            "people, plant and laboratory are free.",
        }

    def decisions(stage: Stage) -> dict[str, Any]:
        found = [finding.order_line(stage, "grace", number, portion=portion) for portion in (0, 1)]
        return {"decisions": [{"line": str(line.pk), "decision": "accept"} for line in found]}

    yield Line("2026-07-16 15:00", PUNE, "tomas", "orders.confirm", number, offers)
    yield Line("2026-07-17 09:30", BOSTON, "grace", "orders.resolve", number, decisions)


def _offer(line: str, packs: str, day: str) -> dict[str, Any]:
    quantity = {"value": packs, "unit": "H87"}
    return {
        "line": line,
        "answer": "change",
        "quantity": quantity,
        "promised_date": day,
        "reason": "materials",
    }


def _issued(order: Paper) -> Line:
    crew = CREWS[order.relationship]
    said = {"price": {"amount": order.price, "currency": "USD"}} if order.price else {}
    rows = [
        {"item": item, "quantity": {"value": packs, "unit": "H87"}, "requested_date": day, **said}
        for item, packs, day in order.lines
    ]
    ship_to = HARBORVIEW if order.market == "US" else EUROPE
    payload = {"number": order.number, "market": order.market, "ship_to": ship_to, "lines": rows}
    zone = CHICAGO if crew.buyer == "nina" else BOSTON
    when = f"2026-{order.issued}"
    return Line(when, zone, crew.buyer, "orders.issue", order.relationship, payload, name=order.number)


def _accepted(order: Paper) -> Line:
    crew = CREWS[order.relationship]
    who = crew.customer_service

    def payload(stage: Stage) -> dict[str, Any]:
        positions = [10 * n for n, _line in enumerate(order.lines, start=1)]
        found = [finding.order_line(stage, who, order.number, position) for position in positions]
        return {"answers": [{"line": str(line.pk), "answer": "accept"} for line in found]}

    return Line(f"2026-{order.confirmed}", crew.zone, who, "orders.confirm", order.number, payload)
