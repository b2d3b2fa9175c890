"""Files as they come: kinds, encodings, separators, limits; every refusal in words."""

import io
import re
import time
import zipfile
from datetime import date

import pytest

from cobatch.exchange.cells import MOST_BYTES, MOST_ROWS, Broken, Formula, column_of, letter
from cobatch.exchange.reading import read
from cobatch.exchange.tests.sheets import HEAD, csv_of, row, separated, xlsx_of
from cobatch.kernel.refusals import BadPayload


def refusal(content: bytes, name: str = "orders.xlsx") -> tuple[str, str]:
    with pytest.raises(BadPayload) as refused:
        read(name, content)
    [reason] = refused.value.reasons
    return reason.code, str(reason.text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_text_is_read_in_the_usual_encodings_and_separators(encoding, separator):
    grid = read(
        "orders.csv",
        csv_of(row(day="2027-03-25", **{"Ship to": "Köln"}), separator=separator, encoding=encoding),
    )
    assert grid.rows[0] == HEAD
    assert grid.at(1, 2) == "Köln"
    assert grid.address(1, 2) == "row 2, column C"


def test_an_address_with_a_comma_does_not_mislead():
    text = separated([HEAD, row(day="2027-03-25", **{"Ship to": '"Harborview, NJ; dock 4"'})], ",")
    assert read("a.csv", text.encode()).at(1, 2) == "Harborview, NJ; dock 4"


def test_the_line_that_names_the_separator_counts_as_a_row():
    grid = read("a.csv", b"sep=;\r\nPO;Item\r\n7;HR-101\r\n")
    assert (grid.header, grid.at(2, 1), grid.address(2, 1)) == (1, "HR-101", "row 3, column B")


def test_blank_lines_keep_the_numbers_of_the_rows():
    grid = read("a.csv", b"PO;Item\n\n7;HR-101\n;\n")
    assert grid.body() == [2]


def test_a_workbook_gives_values_with_their_addresses():
    grid = read("a.xlsx", xlsx_of(row(), row("PO-2")))
    assert (grid.at(1, 4), grid.at(1, 6), grid.at(2, 0)) == (22000.0, date(2027, 3, 25), "PO-2")
    assert grid.address(1, 4) == "E2"


def test_headings_below_a_title_are_found():
    grid = read("a.xlsx", xlsx_of([], HEAD, row(), head=["Orders of March"]))
    assert (grid.header, grid.body()) == (2, [3])


def test_errors_formulas_without_a_value_and_texts_that_are_formulas_are_marked():
    grid = read("a.xlsx", xlsx_of(row(Price="{=1/0}", Market="=1+1")))
    assert isinstance(grid.at(1, 7), Broken)
    assert isinstance(grid.at(1, 1), Formula)
    assert isinstance(read("a.csv", b"PO;Qty\n7; =1+1\n").at(1, 1), Formula)


def test_a_formula_that_was_never_computed_is_no_empty_cell():
    def without_value(xml: bytes) -> bytes:
        return xml.replace(b"<v>#DIV/0!</v>", b"").replace(b' t="e"', b"").replace(b' t="str"', b"")

    grid = read("a.xlsx", rewritten(xlsx_of(row(Price="{=1/0}")), without_value))
    assert isinstance(grid.at(1, 7), Broken)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \n ", "file_empty"),
        (b"PK\x03\x04 nonsense", "file_kind"),
        (b"\xd0\xcf\x11\xe0 old excel", "file_kind"),
        (b"\x81\x8d\x8f", "file_kind"),
        (b"only one column\n1\n", "no_headings"),
        (b'PO;Item\n"7;HR-101\n', "file_broken"),
        (xlsx_of(head=[]), "file_empty"),
        (b"x" * (MOST_BYTES + 1), "file_too_large"),
        (b"PO;Item\n" + b"7;HR-101\n" * (MOST_ROWS + 1), "too_many_rows"),
        (b";".join([b"PO"] * 201) + b"\n", "too_many_columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content, code):
    found, words = refusal(content)
    assert found == code
    assert words.endswith(".")


def test_as_many_rows_as_allowed_are_read():
    assert len(read("a.csv", b"PO;Item\n" + b"7;HR-101\n" * MOST_ROWS).body()) == MOST_ROWS


def test_a_small_file_that_describes_a_huge_sheet_is_refused_before_it_is_unfolded():
    far = rewritten(xlsx_of(row()), lambda xml: xml.replace(b'r="I2"', b'r="XFD1048576"'))
    assert refusal(far)[0] == "too_many_rows"
    unplaced = rewritten(
        xlsx_of(row()),
        lambda xml: re.sub(rb'<c r="[A-Z]2"', b"<c", xml.replace(b'<row r="2"', b'<row r="1048576"')),
    )
    assert refusal(unplaced)[0] == "too_many_rows"


def test_an_archive_that_unfolds_without_end_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (65 * 2**20))
    assert refusal(made.getvalue())[0] == "file_too_large"


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_letters(place, letters):
    assert (letter(place), column_of(letters)) == (letters, place)


def rewritten(workbook: bytes, change) -> bytes:
    """The workbook with its first sheet's XML changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data) if entry.filename.endswith("sheet1.xml") else data)
    return made.getvalue()


def test_a_sheet_of_open_tags_takes_no_more_time_than_its_length():
    endless = rewritten(xlsx_of(row()), lambda xml: xml + b"<c" * 2**20 + b"<c>" * 2**20)
    began = time.monotonic()
    assert read("a.xlsx", endless).at(1, 0) == "PO-1"
    assert time.monotonic() - began < 20
