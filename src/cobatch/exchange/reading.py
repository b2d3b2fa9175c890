"""A spreadsheet as it was handed over: which kind it is, and its cells. Nothing is guessed about their meaning."""

from django.utils.translation import gettext as _

from cobatch.exchange import delimited, workbooks
from cobatch.exchange.cells import MOST_BYTES, Formula, Grid, Value, check_rows, unreadable

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
LEAST_HEADINGS = 2


def read(name: str, content: bytes) -> Grid:
    """The cells of the first sheet that holds any, or of the csv file. Raises BadPayload in words."""
    check_size(len(content))
    if not content.strip():
        raise unreadable("file_empty", _("The file is empty."))
    if content.startswith(OLD_EXCEL):
        raise unreadable(
            "file_kind", _("This is an old or protected Excel file: save it as .xlsx without a password.")
        )
    if content.startswith(ZIP):
        kind, rows = "xlsx", workbooks.rows_of(content)
    else:
        kind, rows = "csv", delimited.rows_of(content)
    check_rows(len(rows), max(map(len, rows), default=0))
    grid = Grid([[_marked(value) for value in row] for row in rows], kind)
    return _with_header(grid)


def check_size(size: int) -> None:
    """Raises BadPayload when the file is larger than what is read."""
    if size > MOST_BYTES:
        words = {"most": MOST_BYTES // 2**20}
        raise unreadable("file_too_large", _("The file is larger than %(most)s MB.") % words)


def _marked(value: Value) -> Value:
    return Formula() if isinstance(value, str) and value.lstrip().startswith("=") else value


def _with_header(grid: Grid) -> Grid:
    """Headings are in the first row that holds more than a title."""
    filled = [
        sum(grid.at(row, place) is not None for place in range(len(cells)))
        for row, cells in enumerate(grid.rows)
    ]
    for row, count in enumerate(filled):
        if count >= LEAST_HEADINGS:
            return Grid(grid.rows, grid.kind, row)
    raise unreadable("no_headings", _("No row with headings was found: the first row names the columns."))
