"""What the guard of states costs in the database, and that nobody gets round it."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import psycopg
from django.db import DatabaseError, connection, transaction
from psycopg.types.json import Jsonb

from cobatch.conf import roles
from cobatch.network.tenancy import choose
from cobatch.steps.orders.models import OrderLine
from tests.bench.copies import Original
from tests.bench.stage import Stage
from tests.bench.table import Figure, Table, p50
from tests.bench.yardsticks import PLAIN

RATIO = 1.15
ENGINE_ROWS = {"touchpoints_act", "touchpoints_transition"}
BUSINESS_ROWS = {"orders_purchaseorder", "orders_orderline"}


def report(table: Table, stage: Stage, order: UUID, organisation: UUID, times: int, act_ms: float) -> None:
    """The rows of one order, written with act, transitions and triggers, and without them.

    `act_ms` is the whole act over HTTP, of which the difference is a part.
    """
    guarded, bare = (p50(each) for each in _pairs(stage, order, organisation, times))
    note = f"rows and commit alone: {guarded:.2f} ms against {bare:.2f} ms, {times} of each in turn"
    ratio = act_ms / (act_ms - (guarded - bare))
    table.add(Figure("State guard and act row: an act against one without", ratio, "×", RATIO, note=note))
    for words, attempt in _attempts(stage, order, organisation).items():
        said = _refusal(attempt)
        refused = 1 if said else 0
        table.add(Figure(f"Refused: {words}", refused, "of 1", at_least=1, note=said))


def _pairs(stage: Stage, order: UUID, organisation: UUID, times: int) -> tuple[list[float], list[float]]:
    with psycopg.connect(stage.superuser_url()) as reading:
        original = Original(reading, order)
    found: tuple[list[float], list[float]] = ([], [])
    with (
        psycopg.connect(stage.app_url) as guarded,
        psycopg.connect(stage.cluster.url(roles.APP, PLAIN)) as plain,
    ):
        for n in range(times + 10):
            rows = list(original.copy(f"G{n:07d}"))
            for index, (line, tables) in enumerate(
                ((guarded, BUSINESS_ROWS | ENGINE_ROWS), (plain, BUSINESS_ROWS))
            ):
                took = _write(line, original, [row for row in rows if row[0] in tables], organisation)
                if n >= 10:
                    found[index].append(took)
    return found


def _write(
    line: psycopg.Connection, original: Original, rows: list[tuple[str, Any]], organisation: UUID
) -> float:
    """One transaction as the application makes it: one INSERT for each table."""
    tables: dict[str, list[Any]] = {}
    for table, row in rows:
        tables.setdefault(table, []).append(row)
    statements = [_insert(table, original.columns(table), values) for table, values in tables.items()]
    began = time.perf_counter()
    line.execute("SELECT set_config('app.org', %s, true)", [str(organisation)])
    for text, values in statements:
        line.execute(text, values)
    line.commit()
    return (time.perf_counter() - began) * 1000


def _insert(table: str, columns: list[str], rows: list[Any]) -> tuple[Any, list[Any]]:
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(rows))
    values = [Jsonb(value) if isinstance(value, dict) else value for row in rows for value in row]
    return f"INSERT INTO {table} ({names}) VALUES {places}", values  # noqa: S608


def _attempts(stage: Stage, order: UUID, organisation: UUID) -> dict[str, Callable[[], None]]:
    def update() -> None:
        with psycopg.connect(stage.app_url) as line:
            line.execute("SELECT set_config('app.org', %s, true)", [str(organisation)])
            line.execute("UPDATE orders_orderline SET state = 'cancelled' WHERE order_id = %s", [order])

    def bulk_update() -> None:
        with transaction.atomic():
            choose(organisation)
            lines = list(OrderLine.objects.filter(order_id=order))
            for each in lines:
                each.state = "cancelled"
            OrderLine.objects.bulk_update(lines, ["state"])

    def copy() -> None:
        with psycopg.connect(stage.superuser_url()) as reading:
            original = Original(reading, order)
        rows = [row for table, row in original.copy("COPIED") if table == "orders_orderline"]
        with psycopg.connect(stage.app_url) as line:
            line.execute("SELECT set_config('app.org', %s, true)", [str(organisation)])
            names = ", ".join(f'"{name}"' for name in original.columns("orders_orderline"))
            with line.cursor() as cursor, cursor.copy(f"COPY orders_orderline ({names}) FROM STDIN") as into:
                for row in rows:
                    into.write_row(row)

    def forged() -> None:
        with transaction.atomic():
            choose(organisation)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE touchpoints_act SET code = 'orders.confirm' WHERE root_id = %s", [order]
                )

    return {
        "UPDATE of a state as the application": update,
        "bulk_update of a state": bulk_update,
        "COPY of lines as the application": copy,
        "UPDATE of an act row": forged,
    }


def _refusal(attempt: Callable[[], None]) -> str:
    try:
        attempt()
    except (DatabaseError, psycopg.Error) as error:
        return str(error).strip().splitlines()[0][:100]
    return ""
