"""What the history leaves out, and what is taken instead; each rule counts how often it was needed."""

from collections import Counter
from datetime import date, timedelta

from cobatch.demo.replay.reading import Row, day_or_none, is_figure

LEAD = timedelta(days=90)
NOT_CAPTURED = "order date not captured: scheduled date less 90 days"
LATER = "order date later than the delivery: scheduled date less 90 days"
STILL_LATER = "this order date still later than the delivery: delivery less 90 days"
RECORDED_BEFORE = "recorded before delivered: the day of delivery"
NO_MODE = "way of transport not given: air"
FORMER_TERM = "DDU, which Incoterms 2020 no longer has: DAP, its successor"

MODES = {"Air": "air", "Air Charter": "air", "Truck": "road", "Ocean": "sea"}
TERMS = {"DDU": "DAP"}
REASONS = {
    "PQ first sent to client": "quotation_sent",
    "PO sent to vendor": "order_sent",
    "Weight": "weight",
    "Freight": "freight",
}


def order_day(row: Row, used: Counter[str]) -> date:
    """The day the line was ordered: never after its delivery."""
    sent = day_or_none(row.order_sent)
    if sent is not None and sent <= row.delivered:
        return sent
    used[NOT_CAPTURED if sent is None else LATER] += 1
    taken = row.scheduled - LEAD
    if taken <= row.delivered:
        return taken
    used[STILL_LATER] += 1
    return row.delivered - LEAD


def recorded_day(row: Row, used: Counter[str]) -> date:
    """The day the delivery was recorded: never before it."""
    if row.recorded >= row.delivered:
        return row.recorded
    used[RECORDED_BEFORE] += 1
    return row.delivered


def mode(row: Row, used: Counter[str]) -> str:
    """The way of transport."""
    if row.mode not in MODES:
        used[NO_MODE] += 1
    return MODES.get(row.mode, "air")


def incoterm(row: Row, used: Counter[str]) -> str:
    """The term of delivery."""
    if row.incoterm in TERMS:
        used[FORMER_TERM] += 1
    return TERMS.get(row.incoterm, row.incoterm)


def reasons(rows: list[Row]) -> Counter[str]:
    """How many rows give a reason where a date or a figure belongs, by column."""
    found: Counter[str] = Counter()
    for row in rows:
        for title, field in REASONS.items():
            text = getattr(row, field)
            if day_or_none(text) is None and not is_figure(text):
                found[f"{title}: {_kind(text)}"] += 1
    return found


def _kind(text: str) -> str:
    """References to other deliveries are one kind of reason."""
    return f"{text.partition('-')[0]}-…" if text.startswith("See ") else text
