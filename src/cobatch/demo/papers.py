"""The papers of the story: small real PDFs, the same bytes at every telling."""

from collections.abc import Iterator

A4 = "[0 0 595 842]"
CATALOG, TREE, FONT, FIRST_PAGE = 1, 2, 3, 4


def paper(title: str, *lines: str, pages: int = 1) -> bytes:
    """A PDF with a title, lines of text on its first page, and so many pages, each with its number."""
    objects = [
        f"<< /Type /Catalog /Pages {TREE} 0 R >>".encode(),
        _tree(pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for page in range(1, pages + 1):
        content = _content(title, lines if page == 1 else (), f"{page} / {pages}")
        objects.append(
            f"<< /Type /Page /Parent {TREE} 0 R /MediaBox {A4} /Contents {FIRST_PAGE + 2 * page - 1} 0 R "
            f"/Resources << /Font << /F1 {FONT} 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def _tree(pages: int) -> bytes:
    kids = " ".join(f"{FIRST_PAGE + 2 * page} 0 R" for page in range(pages))
    return f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode()


def _content(title: str, lines: tuple[str, ...], foot: str) -> bytes:
    return b"\n".join(_drawn(title, lines, foot))


def _drawn(title: str, lines: tuple[str, ...], foot: str) -> Iterator[bytes]:
    yield _text(14, 56, 780, title)
    for number, line in enumerate(lines):
        yield _text(10, 56, 750 - 16 * number, line)
    yield _text(8, 56, 40, foot)


def _text(size: int, x: int, y: int, text: str) -> bytes:
    escaped = text.encode("cp1252", "replace").translate(None, b"\r\n")
    for sign in (b"\\", b"(", b")"):
        escaped = escaped.replace(sign, b"\\" + sign)
    return b"BT /F1 %d Tf %d %d Td (%s) Tj ET" % (size, x, y, escaped)


def _file(objects: list[bytes]) -> bytes:
    """Header, numbered objects, cross-reference table, trailer (ISO 32000-1, 7.5)."""
    parts, places, at = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], [], 0
    at = len(parts[0])
    for number, body in enumerate(objects, start=1):
        places.append(at)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(parts[-1])
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, rows))
    parts.append(b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, CATALOG, at))
    return b"".join(parts)
