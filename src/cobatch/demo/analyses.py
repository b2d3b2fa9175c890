"""What is tested of each product, within which limits, and what came out."""

from typing import Any

from cobatch.demo.lots import Lot

# test, method, lowest, highest, decimals, result, unit, determinations
Test = tuple[str, str, str | None, str | None, int, str, str, int]
TABLET: tuple[Test, ...] = (
    ("Dissolution after 30 min", "HPLC-017", "80", None, 0, "94.2", "%", 6),
    ("Uniformity of dosage units (AV)", "HPLC-014", None, "15.0", 1, "4.63", "", 10),
    ("Related substances, total", "HPLC-015", None, "0.50", 2, "0.118", "%", 2),
    ("Water", "KF-002", None, "3.0", 1, "1.72", "%", 2),
)
VIAL: tuple[Test, ...] = (
    ("Water", "KF-004", None, "2.0", 1, "0.84", "%", 3),
    ("pH after reconstitution", "PH-001", "5.5", "7.0", 1, "6.21", "", 2),
    ("Particles of 10 µm and more", "PC-003", None, "6000", 0, "412", "/container", 10),
    ("Bacterial endotoxins", "LAL-02", None, "0.25", 2, "0.02", "EU/mg", 2),
)
SYRINGE: tuple[Test, ...] = (
    ("pH", "PH-001", "6.0", "7.0", 1, "6.47", "", 2),
    ("Particles of 10 µm and more", "PC-003", None, "6000", 0, "1184", "/container", 10),
    ("Break-loose force", "FM-006", None, "12.0", 1, "5.38", "N", 20),
    ("Bacterial endotoxins", "LAL-02", None, "0.25", 2, "0.01", "EU/mg", 2),
)
TESTS = {"HR-101": TABLET, "HR-102": TABLET, "CV-500": TABLET, "HR-201": VIAL, "HR-202": SYRINGE}


def results(lot: Lot, analyst: str, tested_on: str) -> list[dict[str, Any]]:
    """The assay of this batch and the other tests of its product."""
    assay: Test = ("Assay", "HPLC-014", "95.0", "105.0", 1, f"{lot.assay}4", "%", 2)
    return [
        {
            "test": test, "method": method, "limit_low": low, "limit_high": high, "decimals": decimals,
            "result": result, "unit": unit, "n": n, "analyst": analyst, "tested_on": tested_on,
        }
        for test, method, low, high, decimals, result, unit, n in (assay, *TESTS[lot.item])
    ]  # fmt: skip
