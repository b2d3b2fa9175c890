"""Which kinds of file are taken, told by their content; what merely calls itself one is refused in words."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import BadPayload, Refusal

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, TXT, XML, JSON = "text/csv", "text/plain", "application/xml", "application/json"

BY_ENDING = {
    "pdf": PDF, "png": PNG, "jpg": JPEG, "jpeg": JPEG, "xlsx": XLSX,
    "csv": CSV, "txt": TXT, "xml": XML, "json": JSON,
}  # fmt: skip
MARKED = frozenset({PDF, PNG, JPEG, XLSX})
TEXTS = frozenset({CSV, TXT, XML, JSON})
ENDING_WINDOW = 2048
PNG_END = b"IEND\xaeB`\x82"
JPEG_END = b"\xff\xd9"
CONTROL = frozenset(range(32)) - {9, 10, 13}


class _NotReadableError(ValueError):
    """The content breaks off, or is not what its beginning says."""


def media_type_of(name: str, claimed: str, data: bytes) -> str:
    """The type of a readable file. Raises BadPayload in words for another kind or a damaged file."""
    expected = BY_ENDING.get(name.rpartition(".")[2].lower())
    found = next(_candidates(data, expected), None)
    if found is None or expected is None:
        raise _refused("file_type", _("Only PDF, PNG, JPEG, XLSX, CSV, TXT, XML and JSON files are taken."))
    if found != expected or claimed in MARKED - {found}:
        raise _refused("file_type", _("The file's content is not what its name or type says."))
    try:
        _CHECKS[found](data)
    except _NotReadableError:
        raise _refused("file_unreadable", _("This file is damaged or not complete.")) from None
    return found


def _refused(code: str, text: str) -> BadPayload:
    return BadPayload(Refusal(code, text, "/file"))


def _candidates(data: bytes, expected: str | None) -> Iterator[str]:
    """The first that fits; text has no mark of its own, so that its name says which kind it is."""
    for media_type, marks in _MARKS:
        if data.startswith(marks):
            yield media_type
    if _is_text(data):
        yield expected if expected in TEXTS else TXT


_MARKS: tuple[tuple[str, bytes], ...] = (
    (PDF, b"%PDF-"),
    (PNG, b"\x89PNG\r\n\x1a\n"),
    (JPEG, b"\xff\xd8\xff"),
    (XLSX, b"PK\x03\x04"),
)


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not any(chr(code) in text for code in CONTROL)


def _check_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-ENDING_WINDOW:]:
        raise _NotReadableError


def _check_png(data: bytes) -> None:
    if PNG_END not in data[-ENDING_WINDOW:]:
        raise _NotReadableError


def _check_jpeg(data: bytes) -> None:
    """Telephones append their own data after the image, sometimes a film."""
    if JPEG_END not in data[len(data) // 2 :]:
        raise _NotReadableError


def _check_workbook(data: bytes) -> None:
    """A zip archive with a workbook in it; one with macros is refused. Nothing is unpacked."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as broken:
        raise _NotReadableError from broken
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names or "xl/vbaProject.bin" in names:
        raise _NotReadableError


def _check_xml(data: bytes) -> None:
    """Well-formed and without a document type, with which a few lines could name gigabytes."""

    def refuse(*_parts: object) -> None:
        raise _NotReadableError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the parser's own signature
    except expat.ExpatError as broken:
        raise _NotReadableError from broken


def _check_json(data: bytes) -> None:
    try:
        json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as broken:
        raise _NotReadableError from broken


def _check_nothing(_data: bytes) -> None:
    """Text that decodes is readable."""


_CHECKS: dict[str, Callable[[bytes], None]] = {
    PDF: _check_pdf,
    PNG: _check_png,
    JPEG: _check_jpeg,
    XLSX: _check_workbook,
    XML: _check_xml,
    JSON: _check_json,
    CSV: _check_nothing,
    TXT: _check_nothing,
}
