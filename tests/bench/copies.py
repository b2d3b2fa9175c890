"""Copies of an order that the engine wrote: the same rows under new ids and a new number."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from cobatch.kernel.identity import new_id

# Table, the column that leads to the order, and the columns whose ids must be new in every copy.
TABLES = (
    ("orders_purchaseorder", "id", ("id",)),
    ("orders_orderline", "order_id", ("id", "order_id")),
    ("touchpoints_act", "root_id", ("id", "root_id")),
    ("touchpoints_transition", "root_id", ("id", "act_id", "record_id", "root_id")),
    ("touchpoints_waiting", "root_id", ("id", "root_id")),
    ("touchpoints_found", "root_id", ("id", "root_id")),
)
MODELS = {
    "orders_purchaseorder": "orders.PurchaseOrder", "orders_orderline": "orders.OrderLine",
    "touchpoints_act": "touchpoints.Act", "touchpoints_transition": "touchpoints.Transition",
    "touchpoints_waiting": "touchpoints.Waiting", "touchpoints_found": "touchpoints.Found",
}  # fmt: skip
# The server of the database fills this in itself.
LEFT_OUT = {"xact"}


class Original:
    """The rows of one order, read once."""

    def __init__(self, connection: psycopg.Connection, order: UUID) -> None:
        self.tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}
        for table, column, _new in TABLES:
            query = sql.SQL("SELECT * FROM {} WHERE {} = %s").format(
                sql.Identifier(table), sql.Identifier(column)
            )
            cursor = connection.execute(query, [order])
            names = [each.name for each in cursor.description or ()]
            kept = [n for n, name in enumerate(names) if name not in LEFT_OUT]
            rows = [tuple(row[n] for n in kept) for row in cursor]
            self.tables[table] = ([names[n] for n in kept], rows)
        names, [row] = self.tables["orders_purchaseorder"]
        self.number: str = row[names.index("number")]

    def columns(self, table: str) -> list[str]:
        """The columns of a table, as `copy` gives them."""
        return self.tables[table][0]

    def copy(self, number: str, **replaced: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """(table, row) of one more order; `replaced` columns get the same value wherever they occur."""
        ids: dict[UUID, UUID] = {}
        for table, _column, new in TABLES:
            names, rows = self.tables[table]
            for row in rows:
                values = dict(zip(names, row, strict=True))
                values |= {name: ids.setdefault(values[name], new_id()) for name in new}
                values |= {name: value for name, value in replaced.items() if name in values}
                self._renumber(values, number)
                yield table, tuple(values.values())

    def _renumber(self, values: dict[str, Any], number: str) -> None:
        for name in ("number", "text", "subject"):
            if isinstance(values.get(name), str):
                values[name] = values[name].replace(self.number, number)
        if "key" in values:
            values["key"] = f"copy-{values['id']}"
