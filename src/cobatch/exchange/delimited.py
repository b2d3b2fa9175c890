"""Files of separated values: encoding and separator are found out from the file itself."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cobatch.exchange.cells import Value, unreadable

SEPARATORS = (";", ",", "\t")
SAMPLE = 20
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SAYS_SEPARATOR = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)


def rows_of(content: bytes) -> list[list[Value]]:
    """All rows as text, blank ones included, so that a row keeps its number. Raises BadPayload."""
    text = _text(content)
    said = SAYS_SEPARATOR.match(text)
    first: list[list[Value]] = [[]] if said else []
    text = text[said.end() :] if said else text
    try:
        return first + [list(row) for row in _parsed(text, said[1] if said else _separator(text))]
    except csv.Error as error:
        words = {"problem": str(error)}
        raise unreadable(
            "file_broken", _("The file cannot be split into cells (%(problem)s).") % words
        ) from None


def _text(content: bytes) -> str:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = _("This is neither an Excel file (.xlsx) nor text: save it as .xlsx or as CSV UTF-8.")
    raise unreadable("file_kind", text)


def _encodings(content: bytes) -> tuple[str, ...]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return (encoding,)
    if b"\0" in content:
        # Two bytes a character without a mark: in Latin text every second byte is zero.
        return ("utf-16-le",) if content[1:2] == b"\0" else ("utf-16-be",)
    return ("utf-8", "cp1252")


def _separator(text: str) -> str:
    """The separator that splits the first rows into most columns, the same number in each."""
    return max(SEPARATORS, key=lambda separator: _columns(text, separator))


def _columns(text: str, separator: str) -> tuple[int, int]:
    widths: list[int] = []
    try:
        for row in _parsed(text, separator):
            widths += [len(row)] if row else []
            if len(widths) == SAMPLE:
                break
    except csv.Error:
        return (0, 0)
    return (widths.count(widths[0]) if widths and widths[0] > 1 else 0, widths[0] if widths else 0)


def _parsed(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
