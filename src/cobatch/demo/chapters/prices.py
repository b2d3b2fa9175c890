"""Step 2: prices for 2026, and the rounds about HR-102 in 2027 that one signature is missing on."""

from collections.abc import Iterator
from typing import Any

from cobatch.demo.cast import BERLIN, BOSTON, CHICAGO, PUNE
from cobatch.demo.stage import Line

YEAR = {"valid_from": "2026-07-01", "valid_to": "2026-12-31"}
NEXT_YEAR = {"valid_from": "2027-01-01", "valid_to": "2027-12-31"}
YIELD = {"yield_target_percent": "97.0", "yield_tolerance_points": "1.5", "yield_credit_value": "5200"}


def lines() -> Iterator[Line]:
    """Who may sign for how much, three agreements before July, and the request for 2027."""
    for when, zone, who, company, currency in (
        ("2026-01-13 10:00", PUNE, "kavita", "SF", "USD"),
        ("2026-01-13 10:00", BERLIN, "jonas", "AF", "EUR"),
        ("2026-01-13 10:00", CHICAGO, "nina", "CV", "USD"),
    ):
        yield Line(when, zone, who, "parties.set_limit", company, _limit(who, currency))
    yield from _with_sahyadri()
    yield from _with_alpenfill()
    yield from _corvale()
    yield from _for_2027()


def _limit(who: str, currency: str) -> Any:
    return lambda stage: {
        "person": stage.person(who).pk,
        "up_to": {"amount": "10000000.00", "currency": currency},
    }


def _with_sahyadri() -> Iterator[Line]:
    name = "prices HR-SF"
    asked = [{"item": "HR-101", "annual_volume": "650000"}, {"item": "HR-102", "annual_volume": "600000"}]
    terms = {"year_start": "2026-01-01", "lead_time_weeks": 10, "expedite_percent": "8", **YIELD}
    rows = [
        {
            "item": "HR-101", "price": "2.18", "conversion": "1.42", "components": "0.31", "testing": "0.21",
            "packaging": "0.20", "api_handling": "0.04", "opening_volume": "412000", **terms,
        },
        {
            "item": "HR-102", "price": "1.38", "conversion": "0.86", "components": "0.19", "testing": "0.13",
            "packaging": "0.17", "api_handling": "0.03", "opening_volume": "458450", "tier_at": "hand_over",
            **terms,
        },
    ]  # fmt: skip
    tiers = [
        {"item": "HR-101", "from_volume": "400000", "price": "2.10"},
        {"item": "HR-101", "from_volume": "700000", "price": "2.02"},
        {"item": "HR-102", "from_volume": "500000", "price": "1.33"},
    ]
    yield _asked("2026-06-01 10:00", "sofia", "HR-SF", asked, "2026-06-22", name)
    quote = {"items": rows, "tiers": tiers, "open_until": "2026-07-15"}
    yield Line("2026-06-15 15:00", PUNE, "tomas", "prices.quote", f"{name} asked", quote, name=name)
    yield Line("2026-06-18 11:00", BOSTON, "henry", "prices.approve", name)
    yield Line("2026-06-22 12:00", PUNE, "kavita", "prices.agree", name)


def _with_alpenfill() -> Iterator[Line]:
    name = "prices HR-AF"
    asked = [{"item": "HR-201", "annual_volume": "276000"}, {"item": "HR-202", "annual_volume": "696000"}]
    rows = [
        {
            "item": "HR-201", "price": "11.40", "conversion": "7.90", "components": "1.60", "testing": "1.10",
            "packaging": "0.80", "lead_time_weeks": 16,
        },
        {
            "item": "HR-202", "price": "2.95", "conversion": "1.75", "components": "0.70", "testing": "0.30",
            "packaging": "0.20", "lead_time_weeks": 14,
        },
    ]  # fmt: skip
    yield _asked("2026-06-01 11:00", "sofia", "HR-AF", asked, "2026-06-19", name)
    quote = {"items": rows, "open_until": "2026-07-10"}
    yield Line("2026-06-12 14:00", BERLIN, "jonas", "prices.quote", f"{name} asked", quote, name=name)
    yield Line("2026-06-18 11:30", BOSTON, "henry", "prices.approve", name)
    yield Line("2026-06-22 09:30", BERLIN, "jonas", "prices.agree", name)


def _corvale() -> Iterator[Line]:
    name = "prices CV-SF"
    asked = [{"item": "CV-500", "annual_volume": "350000"}]
    row = {"item": "CV-500", "price": "0.94", "conversion": "0.94", "lead_time_weeks": 12}
    yield _asked("2026-06-02 10:00", "nina", "CV-SF", asked, "2026-06-22", name)
    quote = {"items": [row], "open_until": "2026-07-15"}
    yield Line("2026-06-16 15:00", PUNE, "tomas", "prices.quote", f"{name} asked", quote, name=name)
    yield Line("2026-06-18 10:00", CHICAGO, "nina", "prices.approve", name)
    yield Line("2026-06-22 12:30", PUNE, "kavita", "prices.agree", name)


def _for_2027() -> Iterator[Line]:
    """1.36, 1.30, 1.33: the sponsor has signed the third round, the manufacturer not yet."""
    name = "prices HR-102 2027"
    asked = [{"item": "HR-102", "annual_volume": "600000"}]
    row = {
        "item": "HR-102", "price": "1.36", "conversion": "0.85", "components": "0.19", "testing": "0.12",
        "packaging": "0.17", "api_handling": "0.03", "lead_time_weeks": 10, "tier_at": "hand_over", **YIELD,
    }  # fmt: skip
    yield _asked("2026-11-09 10:00", "sofia", "HR-SF", asked, "2026-11-20", name, NEXT_YEAR)
    quote = {"items": [row], "open_until": "2026-12-18", "remark": "Coating premix and blisters went up."}
    yield Line("2026-11-11 16:00", PUNE, "tomas", "prices.quote", f"{name} asked", quote, name=name)
    yield _counter(
        "2026-11-17 09:30", BOSTON, "sofia", name, "1.30", "600 000 packs are above this year's tier."
    )
    yield _counter(
        "2026-11-18 17:00", PUNE, "tomas", name, "1.33", "This year's tier price, from the first pack on."
    )
    yield Line("2026-11-19 11:00", BOSTON, "henry", "prices.approve", name)


def _asked(
    when: str, who: str, relationship: str, items: list[dict[str, str]], due: str, name: str,
    days: dict[str, str] | None = None,
) -> Line:  # fmt: skip
    zone = CHICAGO if who == "nina" else BOSTON
    payload = {"items": items, "due": due, **(days or YEAR)}
    return Line(when, zone, who, "prices.request_quotation", relationship, payload, name=f"{name} asked")


def _counter(when: str, zone: str, who: str, name: str, price: str, reason: str) -> Line:
    payload = {"items": [{"item": "HR-102", "price": price}], "reason": reason, **NEXT_YEAR}
    return Line(when, zone, who, "prices.counter", name, payload)
