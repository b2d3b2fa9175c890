"""Step 8: four invoices: one settled, one approved, one too dear, one for more than arrived."""

from collections.abc import Iterator
from typing import Any

from cobatch.demo import finding
from cobatch.demo.cast import BERLIN, BOSTON, PUNE
from cobatch.demo.lots import OF_NUMBER
from cobatch.demo.stage import Line, Stage

Billed = tuple[tuple[str, int], ...]  # batch, packs


def lines() -> Iterator[Line]:
    """In the order of their numbers, Alpenfill's last."""
    settled = "SF-INV-7712"
    yield _invoice(
        "2026-09-25 17:30", PUNE, "lena", settled, (("SF26H0101", 21_850), ("SF26H0102", 20_920)), "2.10"
    )
    yield Line("2026-10-06 14:00", BOSTON, "ray", "invoices.approve", settled)
    paid = {"amount": "89817.00", "currency": "USD"}
    yield Line(
        "2026-11-09 11:00", BOSTON, "nadia", "invoices.remit", settled,
        {"reference": "HRT-2026-11-0093", "value_date": "2026-11-09", "paid": paid},
    )  # fmt: skip
    yield Line(
        "2026-11-11 11:00", PUNE, "lena", "invoices.confirm_cash", settled,
        {"bank_date": "2026-11-10", "credited": paid, "bank_reference": "HDFC-88213377"},
    )  # fmt: skip
    yield _invoice("2026-10-21 12:00", PUNE, "lena", "SF-INV-7755", (("SF26I0201", 41_600),), "1.38")
    yield _invoice("2026-11-13 12:00", PUNE, "lena", "SF-INV-7790", (("SF26J0104", 21_900),), "2.10")
    yield Line("2026-11-18 14:00", BOSTON, "ray", "invoices.approve", "SF-INV-7790")
    yield _invoice(
        "2026-11-16 11:00", BERLIN, "jonas", "AF-2026-1187", (("AF26H0301", 23_180),), "11.40", "EUR"
    )


def _invoice(
    when: str, zone: str, who: str, number: str, billed: Billed, price: str, currency: str = "USD"
) -> Line:
    def payload(stage: Stage) -> dict[str, Any]:
        rows = []
        for name, packs in billed:
            lot = OF_NUMBER[name]
            line = finding.order_line(stage, who, lot.order, lot.position, lot.portion)
            rows.append({
                "order_line": str(line.pk),
                "batch": str(stage.records[name]),
                "quantity": {"value": str(packs), "unit": "H87"},
                "unit_price": {"amount": price, "currency": currency},
            })  # fmt: skip
        return {"number": number, "invoice_date": when[:10], "lines": rows}

    relationship = "HR-AF" if currency == "EUR" else "HR-SF"
    return Line(when, zone, who, "invoices.submit", relationship, payload, name=number)
