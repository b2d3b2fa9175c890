"""Loading very many orders at once, past the engine: for measuring only, and never into a real database."""

from itertools import islice
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from psycopg import sql
from psycopg.types.json import Jsonb

from cobatch.kernel.identity import new_id
from tests.bench.copies import TABLES, Original

AT_ONCE = 2_000


def load_past_the_engine(superuser_url: str, original: UUID, orders: int, relationships: int) -> None:
    """Copies of an order until there are `orders` of its sponsor's, spread over `relationships` partners.

    Nothing is checked and nothing enters a ledger. Refused with production settings.
    """
    if settings.MODE == "production":
        raise PermissionError("Rows enter a real database through the engine only.")
    with psycopg.connect(superuser_url) as connection:
        connection.execute("SET session_replication_role = replica")
        rows = Original(connection, original)
        partners = _partners(connection, original, relationships)
        [(there,)] = connection.execute(
            "SELECT count(*) FROM orders_purchaseorder WHERE sponsor_id ="
            " (SELECT sponsor_id FROM orders_purchaseorder WHERE id = %s)",
            [original],
        ).fetchall()
        for begin in range(there, orders, AT_ONCE):
            _copy(connection, rows, partners, range(begin, min(begin + AT_ONCE, orders)))
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


def _copy(
    connection: psycopg.Connection, rows: Original, partners: list[dict[str, Any]], numbers: range
) -> None:
    found: dict[str, list[tuple[Any, ...]]] = {table: [] for table, *_rest in TABLES}
    for number in numbers:
        for table, row in rows.copy(f"L{number:08d}", **partners[number % len(partners)]):
            found[table].append(row)
    for table, values in found.items():
        _into(connection, table, rows.columns(table), values)


def _into(
    connection: psycopg.Connection, table: str, columns: list[str], values: list[tuple[Any, ...]]
) -> None:
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for row in values:
            copy.write_row([_written(value) for value in row])


def _written(value: Any) -> Any:
    """Lists of texts are JSON here, lists of numbers and dates are arrays."""
    texts = isinstance(value, list) and all(isinstance(each, str) for each in value) and value
    return Jsonb(value) if isinstance(value, dict) or texts else value


def _partners(connection: psycopg.Connection, order: UUID, wanted: int) -> list[dict[str, Any]]:
    """So many relationships of the order's sponsor; missing ones are copies with a manufacturer of their own."""
    query = (
        "SELECT id, cmo_id FROM network_relationship WHERE sponsor_id ="
        " (SELECT sponsor_id FROM orders_purchaseorder WHERE id = %s) ORDER BY id"
    )
    known = connection.execute(query, [order]).fetchall()
    for number in range(len(known), wanted):
        known.append(_partner(connection, known[0][0], number))
    return [{"relationship_id": pk, "cmo_id": cmo} for pk, cmo in islice(known, wanted)]


def _partner(connection: psycopg.Connection, relationship: UUID, number: int) -> tuple[UUID, UUID]:
    """One more manufacturer with a site and a relationship, copied from an existing one."""
    first = _row(connection, "network_relationship", relationship)
    company, site, pk = new_id(), new_id(), new_id()
    _again(
        connection, "network_organisation", first["cmo_id"],
        id=company, code=f"L{number:05d}", name=f"Maker {number}",
    )  # fmt: skip
    _again(connection, "network_site", first["cmo_site_id"], id=site, organisation_id=company)
    _again(connection, "network_relationship", relationship, id=pk, cmo_id=company, cmo_site_id=site)
    return pk, company


def _again(connection: psycopg.Connection, table: str, pk: UUID, **replaced: Any) -> None:
    values = _row(connection, table, pk) | replaced
    _into(connection, table, list(values), [tuple(values.values())])


def _row(connection: psycopg.Connection, table: str, pk: UUID) -> dict[str, Any]:
    cursor = connection.execute(sql.SQL("SELECT * FROM {} WHERE id = %s").format(sql.Identifier(table)), [pk])
    names = [each.name for each in cursor.description or ()]
    return dict(zip(names, cursor.fetchone() or (), strict=True))
