"""`cobatch check` sees a wall that somebody took down."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from cobatch.conf.walls import broken_walls

pytestmark = pytest.mark.commits


@contextmanager
def taken_down(connection: psycopg.Connection, down: str, up: str) -> Iterator[None]:
    connection.execute(down)
    try:
        yield
    finally:
        connection.execute(up)


def test_walls_stand() -> None:
    assert list(broken_walls()) == []


@pytest.mark.parametrize(
    ("down", "up", "sentence"),
    [
        (
            "ALTER TABLE network_relationship NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE network_relationship FORCE ROW LEVEL SECURITY",
            "Table network_relationship is not under forced row-level security.",
        ),
        (
            "GRANT UPDATE ON ledger_event TO cobatch_app",
            "REVOKE UPDATE ON ledger_event FROM cobatch_app",
            "Table ledger_event is append-only, and the application may change it.",
        ),
    ],
)
def test_fallen_wall_is_named(
    owner_connection: psycopg.Connection, down: str, up: str, sentence: str
) -> None:
    with taken_down(owner_connection, down, up):
        assert list(broken_walls()) == [sentence]
