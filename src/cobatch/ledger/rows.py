"""The rows of one append, written with one statement for each table however many logs they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

_OWNED = "log_id, organisation_id, sponsor_id, cmo_id"
_EVENTS: Final = f"ledger_event ({_OWNED}, seq, event_uuid, type, envelope, leaf)"
_DISCLOSURES: Final = f'ledger_disclosure ({_OWNED}, seq, n, "group", digest, body)'
_NODES: Final = f"ledger_node ({_OWNED}, level, idx, hash)"


@dataclass(slots=True)
class Rows:
    """Tuples in the order of the columns above; most appends complete no node."""

    events: list[tuple[Any, ...]] = field(default_factory=list)
    disclosures: list[tuple[Any, ...]] = field(default_factory=list)
    nodes: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self) -> None:
        _insert(_EVENTS, self.events)
        _insert(_DISCLOSURES, self.disclosures)
        _insert(_NODES, self.nodes)


def _insert(into: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    row = f"({', '.join(['%s'] * len(rows[0]))})"
    values = ", ".join([row] * len(rows))
    with connection.cursor() as cursor:
        # Only the constants above and placeholders make up this text.
        cursor.execute(f"INSERT INTO {into} VALUES {values}", [value for row in rows for value in row])  # noqa: S608
