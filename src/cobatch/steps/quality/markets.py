"""Markets in which a Qualified Person certifies every batch (Directive 2001/83/EC, article 51)."""

EUROPEAN_UNION = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()  # noqa: SIM905
)
EEA = EUROPEAN_UNION | {"IS", "LI", "NO"}


def needs_qualified_person(market: str) -> bool:
    """True for a country of the European Economic Area."""
    return market in EEA
