"""Numbers, units and codes as people write them, read exactly or not at all: what could mean two things is refused."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale
from django.utils.translation import gettext as _

from cobatch.exchange.cells import Broken, Formula, Value
from cobatch.kernel.decimals import EXACT, plain_decimal
from cobatch.kernel.money import currencies
from cobatch.kernel.units import UNIT_NAMES

EXACT_DIGITS = 15  # as many as a spreadsheet keeps of a number
LONGEST = 40  # beyond this, arithmetic would begin to round
COUNTED = frozenset({"H87", "EA", "C62"})
SCALES = {
    "k": 1000, "tsd": 1000, "thousand": 1000, "thousands": 1000, "tausend": 1000, "mil": 1000,
    "m": 10**6, "mm": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "million": 10**6, "millions": 10**6,
    "millionen": 10**6,
}  # fmt: skip
UNITS = {
    "piece": "H87", "pieces": "H87", "pcs": "H87", "pc": "H87", "pce": "H87", "unit": "H87", "units": "H87",
    "pack": "H87", "packs": "H87", "pk": "H87", "pck": "H87", "package": "H87", "packages": "H87",
    "stk": "H87", "st": "H87", "stück": "H87", "each": "EA", "ea": "EA", "dose": "E27", "doses": "E27",
    "box": "XBX", "boxes": "XBX", "carton": "XCT", "cartons": "XCT", "kg": "KGM", "g": "GRM", "mg": "MGM",
    "l": "LTR", "ml": "MLT",
}  # fmt: skip
_GROUP = "[ \u00a0\u2009\u202f'’]"
_SPACED = re.compile(rf"[0-9]{{1,3}}({_GROUP}[0-9]{{3}})+([.,][0-9]+)?")
_POINTED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,}")
_COMMAED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(\.[0-9]{3}){2,}")
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")
_PLAIN = re.compile(r"[0-9]+|[0-9]*[.,][0-9]+")
_AMOUNT = re.compile(r"([+-]?)\s*([0-9][0-9.,'’\s]*|[.,][0-9]+)(.*)", re.DOTALL)


class Misread(ValueError):  # noqa: N818 - says what happened
    """A cell that is not understood, in words."""


@dataclass(frozen=True)
class Amount:
    """A number and what was written beside it."""

    value: Decimal
    unit: str = ""
    currency: str = ""
    scaled: bool = False  # a scale such as k was written beside it and is already in the value

    @property
    def plain(self) -> str:
        """Digits as the engine takes them."""
        return plain_decimal(self.value)


def text(value: Value) -> str:
    """A cell as text; a number that stands for a name loses its empty decimals. Raises Misread."""
    check(value)
    if isinstance(value, bool):
        return str(value).upper()
    return plain_decimal(_of_float(value)) if isinstance(value, int | float) else str(value).strip()


def check(value: Value) -> None:
    """Raises Misread for a cell whose content is no value."""
    if isinstance(value, Formula):
        raise Misread(_("This is a formula: write its result."))
    if isinstance(value, Broken):
        raise Misread(_("This cell shows an error or was never computed: write its value."))


def amount(value: Value) -> Amount:
    """A number, with the scale, unit or currency written in the same cell. Raises Misread."""
    check(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Amount(_of_float(value))
    before, written = _currency_before(text(value))
    found = _AMOUNT.fullmatch(written) if isinstance(value, str) else None
    if found is None:
        raise Misread(_("“%(text)s” is not a number.") % {"text": text(value)})
    scale, unit, after = _beside(found[3].strip(), written)
    number = EXACT.multiply(_number(found[2].strip(), scaled=scale != 1), Decimal(scale))
    return Amount(
        number.copy_negate() if found[1] == "-" else number, unit, before or after, scaled=scale != 1
    )


def _of_float(value: float) -> Decimal:
    """The number that the spreadsheet shows: it keeps 15 digits, and the rest is noise of binary arithmetic."""
    number = Decimal(f"{value:.{EXACT_DIGITS}g}")
    if not number.is_finite() or abs(number) >= 10**EXACT_DIGITS:
        raise Misread(_("This number has more digits than a spreadsheet keeps: format the cell as text."))
    return number


def _number(written: str, *, scaled: bool) -> Decimal:
    if len(written) > LONGEST:
        raise Misread(_("“%(text)s” is not a number.") % {"text": written})
    if group := _ONE_GROUP.fullmatch(written):
        return _one_group(written, group[1], scaled=scaled)
    if _SPACED.fullmatch(written):
        return Decimal(re.sub(_GROUP, "", written).replace(",", "."))
    if _POINTED.fullmatch(written):
        return Decimal(written.replace(",", ""))
    if _COMMAED.fullmatch(written):
        return Decimal(written.replace(".", "").replace(",", "."))
    if _PLAIN.fullmatch(written):
        return Decimal(written.replace(",", "."))
    raise Misread(_("“%(text)s” is not a number.") % {"text": written})


def _one_group(written: str, mark: str, *, scaled: bool) -> Decimal:
    """Three digits after one mark: 22,000 is 22000; 22.000 may be either; beside a scale it is the comma that may."""
    whole, small = written.replace(mark, ""), written.replace(mark, ".")
    if (mark == ",") is scaled:
        exact = plain_decimal(Decimal(small))
        words = {"text": written, "small": exact, "large": whole, "way": f"{small}0"}
        why = _("“%(text)s” may mean %(small)s or %(large)s: write it as %(way)s or as %(large)s.")
        raise Misread(why % words)
    return Decimal(whole if mark == "," else small)


def _currency_before(written: str) -> tuple[str, str]:
    head = written[:3].upper()
    if head in currencies() and not written[3:4].isalpha():
        return head, written[3:].strip()
    return ("EUR", written[1:].strip()) if written.startswith("€") else ("", written)


def _beside(words: str, written: str) -> tuple[int, str, str]:
    """Scale, unit and currency after a number, each at most once."""
    scale, unit, currency = 1, "", ""
    for word in words.replace("€", " EUR ").split():
        plain = word.casefold().rstrip(".")
        if plain in SCALES and scale == 1:
            scale = SCALES[plain]
        elif word.upper() in currencies() and not currency:
            currency = word.upper()
        elif not unit and (plain in UNITS or word.upper() in UNIT_NAMES):
            unit = UNITS.get(plain, word.upper())
        else:
            raise Misread(_("“%(word)s” in “%(text)s” is not known.") % {"word": word, "text": written})
    return scale, unit, currency


def unit(value: Value) -> tuple[int, str]:
    """Scale and code of a unit cell: packs, EA, H87, thousands, k pcs. Raises Misread."""
    scale, code, currency = _beside(text(value), text(value))
    if currency:
        raise Misread(_("“%(text)s” is not a unit.") % {"text": text(value)})
    return scale, code


def currency(value: Value) -> str:
    """The code of a currency. Raises Misread."""
    code = "EUR" if text(value) == "€" else text(value).upper()
    if code not in currencies():
        raise Misread(
            _("“%(text)s” is not a currency: write its three letters, as USD.") % {"text": text(value)}
        )
    return code


def country(value: Value) -> str:
    """Two letters of a country from its code or its English name. Raises Misread."""
    written = text(value)
    code = _countries().get(written.casefold(), "")
    if not code:
        raise Misread(
            _("“%(text)s” is not a country: write its two letters, as US or DE.") % {"text": written}
        )
    return code


@cache
def _countries() -> dict[str, str]:
    known = dict(Locale("en").territories)
    codes = {code: name for code, name in known.items() if len(code) == 2 and code.isalpha()}  # noqa: PLR2004
    named = {name.casefold(): code for code, name in codes.items()}
    return {code.casefold(): code for code in codes} | named | {"usa": "US", "uk": "GB"}
