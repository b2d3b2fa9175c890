"""Step 3: the orders from July to November and their answers."""

from collections.abc import Iterator
from typing import Any

from cobatch.demo import finding
from cobatch.demo.cast import BERLIN, BOSTON, CHICAGO, PUNE
from cobatch.demo.stage import Line, Stage

HARBORVIEW = "Harborview 3PL, Newark NJ"
EUROPE = "Halden Ridge Ireland, distribution centre Venlo"
Ordered = tuple[tuple[str, str, str], ...]  # item, packs, date


def lines() -> Iterator[Line]:
    """In the order of their dates."""
    yield from _split()
    for number, issued, answered, zone, who, market, ordered in (
        ("4500018310", "2026-07-22 10:00", "2026-07-24 15:00", PUNE, "tomas", "DE", (("HR-102", "41500", "2026-10-12"),)),
        ("4500018502", "2026-08-06 10:00", "2026-08-07 11:00", BERLIN, "jonas", "US",
         (("HR-201", "23000", "2026-10-06"), ("HR-201", "23000", "2026-11-05"))),
        ("4500018533", "2026-08-12 10:00", "2026-08-14 11:00", BERLIN, "jonas", "US",
         (("HR-202", "58000", "2026-10-30"), ("HR-202", "58000", "2026-11-20"))),
        ("4500018690", "2026-09-15 10:00", "2026-09-17 11:00", BERLIN, "jonas", "US", (("HR-201", "23000", "2027-03-31"),)),
        ("4500018744", "2026-09-22 10:00", "2026-09-24 15:00", PUNE, "tomas", "US", (("HR-101", "44000", "2026-12-18"),)),
        ("4500018802", "2026-10-01 10:00", "2026-10-05 15:00", PUNE, "tomas", "DE", (("HR-102", "41600", "2026-12-11"),)),
    ):  # fmt: skip
        yield _issued(issued, "grace", "HR-AF" if zone == BERLIN else "HR-SF", number, market, ordered)
        yield _accepted(answered, zone, who, number, len(ordered))
    yield _issued(
        "2026-08-05 10:00", "grace", "HR-SF", "4500018377", "DE",
        (("HR-102", "41500", "2026-10-20"), ("HR-102", "41500", "2026-10-30")), price="1.38",
    )  # fmt: skip
    yield _accepted("2026-08-07 15:00", PUNE, "tomas", "4500018377", 2)
    yield _issued("2026-09-08 10:00", "nina", "CV-SF", "77120045", "US", (("CV-500", "29000", "2026-12-04"),))
    yield _accepted("2026-09-10 15:00", PUNE, "tomas", "77120045", 1)


def _split() -> Iterator[Line]:
    """66 000 are wanted; the premix is there for 44 000 only, and the sponsor takes the rest later."""
    number = "4500018231"
    yield _issued("2026-07-14 10:00", "grace", "HR-SF", number, "US", (("HR-101", "66000", "2026-09-25"),))

    def offers(stage: Stage) -> dict[str, Any]:
        line = str(finding.order_line(stage, "tomas", number).pk)
        return {
            "answers": [_offer(line, "44000", "2026-09-25"), _offer(line, "22000", "2026-10-16")],
            "remark": "Coating premix CP-7 is there for two batches only until 28 August; people, plant and laboratory are free.",
        }

    def decisions(stage: Stage) -> dict[str, Any]:
        found = [finding.order_line(stage, "grace", number, portion=portion) for portion in (0, 1)]
        return {"decisions": [{"line": str(line.pk), "decision": "accept"} for line in found]}

    yield Line("2026-07-16 15:00", PUNE, "tomas", "orders.confirm", number, offers)
    yield Line("2026-07-17 09:30", BOSTON, "grace", "orders.resolve", number, decisions)


def _offer(line: str, packs: str, day: str) -> dict[str, Any]:
    quantity = {"value": packs, "unit": "H87"}
    return {"line": line, "answer": "change", "quantity": quantity, "promised_date": day, "reason": "materials"}


def _issued(
    when: str, who: str, relationship: str, number: str, market: str, ordered: Ordered, price: str = ""
) -> Line:
    said = {"price": {"amount": price, "currency": "USD"}} if price else {}
    rows = [
        {"item": item, "quantity": {"value": packs, "unit": "H87"}, "requested_date": day, **said}
        for item, packs, day in ordered
    ]
    ship_to = HARBORVIEW if market == "US" else EUROPE
    payload = {"number": number, "market": market, "ship_to": ship_to, "lines": rows}
    zone = CHICAGO if who == "nina" else BOSTON
    return Line(when, zone, who, "orders.issue", relationship, payload, name=number)


def _accepted(when: str, zone: str, who: str, number: str, count: int) -> Line:
    def payload(stage: Stage) -> dict[str, Any]:
        found = [finding.order_line(stage, who, number, 10 * position) for position in range(1, count + 1)]
        return {"answers": [{"line": str(line.pk), "answer": "accept"} for line in found]}

    return Line(when, zone, who, "orders.confirm", number, payload)
