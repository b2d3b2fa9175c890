"""The products of the story: relationship, who introduces each, the sponsor's number, and what is said of it."""

from typing import Any

ITEMS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("HR-SF", "marcus", "HR-101", {
        "cmo_number": "SF-9101", "gtin": "00312345101015", "name": "Cardelan 20 mg film-coated tablets, bottle 90",
        "units_per_pack": 90, "order_multiple": "1000", "batch": {"value": "2000000", "unit": "H87"},
        "shelf_life_months": 36, "expiry_basis": "first_mixing", "target_yield_percent": "98.0",
        "alert_low_percent": "96.0", "alert_high_percent": "101.0", "markets": ["US"], "storage": "20–25 °C",
    }),
    ("HR-SF", "marcus", "HR-102", {
        "cmo_number": "SF-9102", "gtin": "00312345102012", "name": "Cardelan 40 mg film-coated tablets, blister 28",
        "units_per_pack": 28, "order_multiple": "100", "batch": {"value": "1200000", "unit": "H87"},
        "shelf_life_months": 36, "expiry_basis": "release_capped_30d", "target_yield_percent": "97.5",
        "alert_low_percent": "95.5", "alert_high_percent": "101.0", "markets": ["DE", "FR", "NL"], "storage": "≤ 30 °C",
    }),
    ("HR-AF", "marcus", "HR-201", {
        "cmo_number": "AF-2201", "gtin": "00312345201019", "name": "Nuvasolin 500 mg lyophilised vial",
        "units_per_pack": 1, "order_multiple": "1000", "batch": {"value": "24000", "unit": "H87"},
        "shelf_life_months": 24, "expiry_basis": "fill", "target_yield_percent": "96.0", "alert_low_percent": "94.0",
        "alert_high_percent": "99.5", "markets": ["US", "DE"], "storage": "2–8 °C", "tolerance_percent": "2",
    }),
    ("HR-AF", "marcus", "HR-202", {
        "cmo_number": "AF-2202", "gtin": "00312345202016", "name": "Lumirex 10 mg/0.4 mL pre-filled syringe",
        "units_per_pack": 1, "order_multiple": "1000", "batch": {"value": "60000", "unit": "H87"},
        "shelf_life_months": 24, "expiry_basis": "fill", "target_yield_percent": "97.5", "alert_low_percent": "95.0",
        "alert_high_percent": "99.5", "markets": ["US", "DE", "FR"], "storage": "2–8 °C", "tolerance_percent": "2",
    }),
    ("CV-SF", "nina", "CV-500", {
        "cmo_number": "SF-9500", "name": "Orvestin 5 mg tablets, bottle 30", "units_per_pack": 30,
        "order_multiple": "1000", "batch": {"value": "900000", "unit": "H87"}, "shelf_life_months": 24,
        "expiry_basis": "first_mixing", "target_yield_percent": "97.0",
        "alert_low_percent": "95.0", "alert_high_percent": "101.0", "markets": ["US"], "storage": "20–25 °C",
    }),
)  # fmt: skip
