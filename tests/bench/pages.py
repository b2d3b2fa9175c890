"""Pages for people: the order book and an order's thread, small and large."""

from uuid import UUID

import psycopg

from tests.bench.load import load_past_the_engine
from tests.bench.stage import Stage
from tests.bench.table import Figure, Table, p50
from tests.bench.wire import OK, Answer, Line, signed_in

BOOK_MS, BOOK_STATEMENTS, THREAD_MS, SAME = 40, 10, 60, 1.2
SIZE = 50


class Reader:
    """A signed-in buyer of the sponsor that has all the orders."""

    def __init__(self, stage: Stage, email: str, original: UUID) -> None:
        self.stage, self.original = stage, original
        self.cookies = signed_in(stage, email)
        self.line = Line(stage, self.cookies, metered=True)

    def read(self, path: str, times: int) -> list[Answer]:
        """The same page so many times, after a few that do not count."""
        for _warm in range(3):
            self._get(path)
        return [self._get(path) for _time in range(times)]

    def statements(self, path: str) -> list[str]:
        """What one page asks of the database."""
        with self.stage.statements.logged():
            self._get(path)
            self.stage.statements.begin()
            self._get(path)
            return self.stage.statements.since()

    def _get(self, path: str) -> Answer:
        answer = self.line.call("GET", path)
        if answer.status != OK:
            raise LookupError(f"{path} answers {answer.status}")
        return answer

    def last_page(self) -> str:
        """The address of the last page of the order book."""
        query = """
            SELECT id FROM orders_purchaseorder WHERE sponsor_id =
            (SELECT sponsor_id FROM orders_purchaseorder WHERE id = %s) ORDER BY id OFFSET %s LIMIT 1
        """
        with psycopg.connect(self.stage.superuser_url()) as connection:
            [(pk,)] = connection.execute(query, [self.original, SIZE]).fetchall()
        return f"/orders/?after={pk}"

    def some_order(self) -> str:
        """The address of an order in the middle of what was loaded."""
        query = "SELECT id FROM orders_purchaseorder WHERE number LIKE 'L0%' ORDER BY id LIMIT 1 OFFSET 20"
        with psycopg.connect(self.stage.superuser_url()) as connection:
            [(pk,)] = connection.execute(query).fetchall()
        return f"/orders/{pk}/"


def report(table: Table, reader: Reader, sizes: list[int], relationships: int, times: int) -> None:
    """The same pages at each size; what grows with the orders would show in the processor time first."""
    smallest = 0.0
    for size in sizes:
        words = f"{size:,} orders".replace(",", " ")
        table.say(f"Loading {words} of {relationships} relationships past the engine")
        load_past_the_engine(reader.stage.superuser_url(), reader.original, size, relationships)
        for name, path in (("first", "/orders/"), ("last", reader.last_page())):
            answers = reader.read(path, times)
            smallest = smallest or _cpu(answers)
            _page(table, f"Order book, {words}, {name} page, p50", answers, BOOK_MS)
            grown = _cpu(answers) / smallest
            table.add(Figure("  processor time against the first of these", grown, "×", SAME))
    statements = len(reader.statements("/orders/"))
    table.add(Figure("Order book, SQL statements", statements, "", BOOK_STATEMENTS))
    thread = reader.some_order()
    _page(table, "Thread of one order, p50", reader.read(thread, times), THREAD_MS)
    table.add(Figure("Thread of one order, SQL statements", len(reader.statements(thread))))


def _page(table: Table, name: str, answers: list[Answer], target: float) -> None:
    web, database = p50([each.web_ms for each in answers]), p50([each.database_ms for each in answers])
    note = f"processor time: web {web:.1f} ms, PostgreSQL {database:.1f} ms; {len(answers[0].body) / 1024:.0f} kB"
    table.add(Figure(name, p50([each.ms for each in answers]), "ms", target, note=note))


def _cpu(answers: list[Answer]) -> float:
    return p50([each.web_ms + each.database_ms for each in answers])
