"""The shipments of the story: which packs left on which day, in which handling units."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """Packs of one batch in equal units, and one more with what was left."""

    lot: str
    packs: int
    full: int
    rest: int = 0

    @property
    def units(self) -> int:
        """How many full units there are."""
        return (self.packs - self.rest) // self.full


@dataclass(frozen=True)
class Consignment:
    """One shipment; days are of 2026, the hand-over is on the manufacturer's clock."""

    name: str
    relationship: str
    loads: tuple[Load, ...]
    instructed: str
    handed_over: str
    expected: str
    received: str
    serial: int
    waybill: str
    cold: bool = False
    missing: int = 0


CONSIGNMENTS = (
    Consignment(
        "4500018231 first", "HR-SF", (Load("SF26H0101", 21_850, 950), Load("SF26H0102", 20_920, 950, 20)),
        "09-22 11:00", "09-25 16:10", "10-02", "10-05 10:00", 1_000, "NK-26-4471",
    ),
    Consignment(
        "AF26H0301", "HR-AF", (Load("AF26H0301", 23_180, 280, 220),),
        "09-29 10:00", "10-06 10:12", "10-09", "10-09 11:00", 5_000, "NK-26-4630", cold=True, missing=17,
    ),
    Consignment(
        "4500018310", "HR-SF", (Load("SF26H0200", 41_550, 1_040, 990),),
        "10-06 10:00", "10-12 15:40", "10-20", "10-21 10:00", 2_000, "NK-26-4688",
    ),
    Consignment(
        "SF26I0201", "HR-SF", (Load("SF26I0201", 41_600, 1_040),),
        "10-14 10:00", "10-20 15:30", "10-28", "10-28 10:00", 3_000, "NK-26-4752",
    ),
    Consignment(
        "AF26I0401", "HR-AF", (Load("AF26I0401", 58_640, 560, 400),),
        "10-20 10:00", "10-30 10:30", "11-03", "11-03 11:00", 6_000, "NK-26-4811", cold=True,
    ),
    Consignment(
        "SF26I0202", "HR-SF", (Load("SF26I0202", 41_640, 1_040, 40),),
        "10-27 11:00", "10-30 15:50", "11-06", "11-06 10:00", 4_000, "NK-26-4815",
    ),
    Consignment(
        "AF26J0302", "HR-AF", (Load("AF26J0302", 20_160, 280),),
        "11-04 11:00", "11-05 10:20", "11-09", "11-09 11:00", 7_000, "NK-26-4839", cold=True,
    ),
    Consignment(
        "4500018231 last", "HR-SF", (Load("SF26J0104", 21_900, 950, 50),),
        "11-09 11:00", "11-12 16:00", "11-17", "11-17 10:00", 8_000, "NK-26-4902",
    ),
)  # fmt: skip
