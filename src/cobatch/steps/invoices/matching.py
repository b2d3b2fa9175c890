"""The three-way match of one invoice line: ordered, received, invoiced (R-6). Pure code, no database.

Amounts are compared, not unit prices, since a printed unit price may be rounded.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

NOTHING = Decimal(0)
HUNDRED = Decimal(100)


class Code(StrEnum):
    """Why a line is blocked."""

    PRICE = "PRICE"
    QTY = "QTY"
    OVER = "OVER"
    DUP = "DUP"
    DATE = "DATE"
    NO_GR = "NO_GR"
    QUALITY = "QUALITY"


FATAL = frozenset({Code.DUP, Code.DATE, Code.QUALITY})


@dataclass(frozen=True)
class Tolerances:
    """How much dearer than agreed a line may be; the tighter of the two wins."""

    percent: Decimal = Decimal(2)
    amount: Decimal = Decimal(250)


@dataclass(frozen=True)
class Line:
    """What is known of one line. `received` and `room` are what earlier invoices have left over."""

    quantity: Decimal
    amount: Decimal
    expected: Decimal  # amount that the agreed price gives for this quantity
    received: Decimal
    room: Decimal  # ordered quantity with the line's tolerance
    on_its_way: Decimal = NOTHING
    receipt_overdue: bool = False
    duplicate: bool = False
    dated_early: bool = False
    released: bool = True


@dataclass(frozen=True)
class Verdict:
    """What the match says of one line. A line that waits for its receipt is not blocked for it."""

    codes: tuple[Code, ...]
    waiting: bool
    variance: Decimal  # invoiced − expected, of the whole line
    percent: Decimal | None  # of the expected amount; None when nothing was to be paid
    undisputed: Decimal


def match(line: Line, tolerances: Tolerances) -> Verdict:
    """Compare one line with its order and its receipt."""
    waiting = _is_waiting(line)
    variance = line.amount - line.expected
    codes = tuple(code for code, found in _findings(line, tolerances, waiting) if found)
    return Verdict(
        codes=codes,
        waiting=waiting,
        variance=variance,
        percent=variance / line.expected * HUNDRED if line.expected else None,
        undisputed=_undisputed(line, codes),
    )


def price_is_too_high(line: Line, tolerances: Tolerances) -> bool:
    """Dearer than agreed by more than either tolerance; what should be free may cost nothing at all."""
    variance = line.amount - line.expected
    if not line.expected:
        return variance > 0
    return variance > tolerances.amount or variance / line.expected * HUNDRED > tolerances.percent


def _is_waiting(line: Line) -> bool:
    """More may still arrive; only once nothing has come and the day has passed is that held against it."""
    short = line.quantity > line.received
    return short and line.on_its_way > 0 and not (line.received <= 0 and line.receipt_overdue)


def _findings(line: Line, tolerances: Tolerances, waiting: bool) -> tuple[tuple[Code, bool], ...]:
    short = line.quantity > line.received and not waiting
    return (
        (Code.PRICE, price_is_too_high(line, tolerances)),
        (Code.QTY, short and line.received > 0),
        (Code.NO_GR, short and line.received <= 0),
        (Code.OVER, line.quantity > line.room),
        (Code.DUP, line.duplicate),
        (Code.DATE, line.dated_early),
        (Code.QUALITY, not line.released),
    )


def _undisputed(line: Line, codes: tuple[Code, ...]) -> Decimal:
    """What may be paid whatever becomes of the rest: accepted packs at the lower of both prices."""
    if FATAL & set(codes):
        return NOTHING
    amount = line.expected if Code.PRICE in codes else line.amount
    packs = line.quantity
    if Code.QTY in codes or Code.NO_GR in codes:
        packs = min(packs, max(line.received, NOTHING))
    if Code.OVER in codes:
        packs = min(packs, max(line.room, NOTHING))
    return amount if packs == line.quantity else amount * packs / line.quantity


def adds_up(quantity: Decimal, unit_price: Decimal, amount: Decimal, minor_unit: Decimal) -> bool:
    """Whether an amount can come of a unit price that was rounded to the places it shows."""
    exponent = unit_price.normalize().as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    slack = quantity * Decimal(1).scaleb(-places) / 2 + minor_unit / 2
    return abs(amount - quantity * unit_price) <= slack
