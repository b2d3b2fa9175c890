"""The batches of the story: days (of 2026, on the manufacturer's clock) and what came out."""

from dataclasses import dataclass, replace

TABLETS = ("Granulation", "Compression", "Coating", "Packaging")
VIALS = ("Compounding and filling", "Lyophilisation", "Visual inspection", "Packaging")
SYRINGES = ("Compounding", "Filling", "Visual inspection", "Packaging")
ROUTES = {"HR-101": TABLETS, "HR-102": TABLETS, "CV-500": TABLETS, "HR-201": VIALS, "HR-202": SYRINGES}
UNITS = {"HR-101": 90, "HR-102": 28, "CV-500": 30, "HR-201": 1, "HR-202": 1}
SAMPLES = {"HR-101": 1800, "HR-102": 1120, "CV-500": 900, "HR-201": 180, "HR-202": 240}


@dataclass(frozen=True)
class Labels:
    """What became of the printed labels, beside those on packs."""

    damaged: int
    returned: int
    unaccounted: int = 0


@dataclass(frozen=True)
class Lot:
    """One batch: an empty day has not come. `planned` holds start, packed, tests, release and readiness."""

    number: str
    item: str
    order: str
    created: str
    started: str = ""
    stages: tuple[str, ...] = ()
    packed: str = ""
    packs: int = 0
    record: str = ""
    certificate: str = ""
    accepted: str = ""
    certified: str = ""
    released: str = ""
    position: int = 10
    portion: int = 0
    filled: str = ""
    planned: tuple[str, str, str, str, str] = ("", "", "", "", "")
    markets: tuple[str, ...] = ()
    rejects: int = 0
    labels: Labels | None = None
    assay: str = "99.6"

    @property
    def units(self) -> int:
        """Tablets, vials or syringes in the packs."""
        return self.packs * UNITS[self.item]

    @property
    def lost(self) -> tuple[int, int]:
        """Rejected, and lost for a known reason."""
        return self.rejects or self.units // 200, self.units // 500

    @property
    def bulk(self) -> int:
        """What went into packaging; before it is known, a usual quantity."""
        return self.units + sum(self.lost) + SAMPLES[self.item] if self.packs else 1_980_000

    @property
    def counted(self) -> Labels:
        """Labels damaged and returned; the rest of the last hundred unless the story says otherwise."""
        damaged = self.packs // 200
        return self.labels or Labels(damaged, -(self.packs + damaged) % 100 + 100)


def _planned(lot: Lot, ready: str) -> Lot:
    """Planned as it came."""
    return replace(lot, planned=(lot.started, lot.packed, lot.certificate, lot.certified, ready))


LOTS = (
    _planned(Lot(
        "SF26H0101", "HR-101", "4500018231", "08-10", "08-11", ("08-13", "08-18", "08-20"), "08-24", 21_850,
        "09-01", "09-02", "09-08", "09-10", "09-15", assay="99.8",
    ), "09-24"),
    _planned(Lot(
        "SF26H0102", "HR-101", "4500018231", "08-17", "08-18", ("08-20", "08-24", "08-27"), "08-31", 20_920,
        "09-07", "09-09", "09-18", "09-21", "09-22", assay="98.9", rejects=62_000,
        labels=Labels(damaged=430, returned=146, unaccounted=4),
    ), "09-25"),
    _planned(Lot(
        "SF26J0104", "HR-101", "4500018231", "10-16", "10-19", ("10-22", "10-26", "10-28"), "10-30", 21_900,
        "11-02", "11-03", "11-04", "11-06", "11-09", portion=1, assay="100.2",
    ), "11-12"),
    _planned(Lot(
        "SF26H0200", "HR-102", "4500018310", "08-24", "08-25", ("08-28", "09-01", "09-03"), "09-08", 41_550,
        "09-15", "09-16", "09-21", "09-24", "09-30", assay="99.1",
    ), "10-09"),
    _planned(Lot(
        "SF26I0201", "HR-102", "4500018377", "09-07", "09-08", ("09-10", "09-15", "09-17"), "09-22", 41_600,
        "09-29", "09-30", "10-05", "10-07", "10-13", assay="99.5",
    ), "10-19"),
    _planned(Lot(
        "SF26I0202", "HR-102", "4500018377", "09-21", "09-22", ("09-24", "09-29", "10-01"), "10-06", 41_640,
        "10-13", "10-14", "10-19", "10-21", "10-27", position=20, assay="99.9",
    ), "10-29"),
    Lot(
        "SF26K0105", "HR-101", "4500018744", "11-06", "11-09", ("11-12", "11-18"),
        planned=("11-09", "11-27", "12-08", "12-10", "12-14"),
    ),
    Lot("SF26K0106", "HR-101", "4500018744", "11-20", planned=("11-25", "12-07", "12-09", "12-11", "12-14")),
    Lot(
        "SF26K0203", "HR-102", "4500018802", "11-02", "11-03", ("11-05", "11-09", "11-12"), "11-16", 41_700,
        "11-17", "11-18", "11-20", planned=("11-03", "11-16", "11-18", "12-04", "12-08"), assay="100.4",
    ),
    _planned(Lot(
        "AF26H0301", "HR-201", "4500018502", "08-10", "08-12", ("08-13", "08-18", "08-21"), "08-28", 23_180,
        "09-04", "09-09", "09-14", "09-18", "09-23", filled="08-13", assay="99.3",
    ), "10-05"),
    _planned(Lot(
        "AF26J0302", "HR-201", "4500018502", "10-01", "10-02", ("10-02", "10-07", "10-12"), "10-16", 23_040,
        "10-23", "10-26", "10-28", "11-02", "11-04", position=20, filled="10-02", markets=("DE", "US"),
        assay="98.7",
    ), "11-04"),
    _planned(Lot(
        "AF26I0401", "HR-202", "4500018533", "09-01", "09-02", ("09-02", "09-03", "09-09"), "09-16", 58_640,
        "09-25", "09-30", "10-06", "10-09", "10-14", filled="09-03", assay="100.1",
    ), "10-29"),
    Lot(
        "AF26K0402", "HR-202", "4500018533", "11-11", "11-12", ("11-12", "11-13", "11-16"), "11-17", 58_510,
        "11-18", "11-19", position=20, filled="11-13", assay="99.7",
        planned=("11-12", "11-17", "11-18", "11-19", "11-20"),
    ),
    Lot(
        "SF26J0301", "CV-500", "77120045", "10-12", "10-13", ("10-15", "10-19", "10-22"), "10-26", 29_150,
        planned=("10-13", "10-26", "11-16", "11-23", "11-30"),
    ),
)  # fmt: skip
OF_NUMBER = {lot.number: lot for lot in LOTS}
PLANNED_RELEASE = {"SF26K0203": "12-04", "AF26K0402": "12-11", "SF26J0301": "11-23"}
FOR_THE_UNITED_STATES = {"AF26J0302": 20_160}
