"""Addresses of records: one rule for pages and API."""

from cobatch.touchpoints import records


def plural(record: str) -> str:
    """The record's name in addresses: order → orders, batch → batches, quality_agreement → quality-agreements."""
    word = record.replace("_", "-")
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"


def singular(word: str) -> str | None:
    """The record whose plural this is, or None."""
    return next((name for name in records.names() if plural(name) == word), None)


def path_of(record: str, pk: object) -> str:
    """The page of one record; a company's own is its setup."""
    if record == "organisation":
        return "/setup/"
    return f"/{plural(record)}/{pk}/"
