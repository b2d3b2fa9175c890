"""What one act costs over HTTP: latency, statements, processor time; and the road of one order."""

from typing import Any
from uuid import UUID

from cobatch.kernel.roles import Role
from cobatch.touchpoints.declare import catalogue
from tests.bench.companies import Wired, fresh, order
from tests.bench.meters import FRAME
from tests.bench.table import Figure, Table, p50, p95
from tests.bench.wire import OK, Answer
from tests.setups import invoices, shipments
from tests.world import World

ISSUE_MS, ISSUE_STATEMENTS = 15, 25
OTHER_MS, OTHER_STATEMENTS = 12, 20
ROAD_MS = 200
ROAD = ("TP-10", "TP-12", "TP-20", "TP-21", "TP-24", "TP-33", "TP-34", "TP-36", "TP-38", "TP-39", "TP-40")


def issue_many(world: Wired, items: list[Any], times: int, prefix: str) -> list[Answer]:
    """So many orders of five lines, one after the other."""
    line, version = world.line(world.sponsor.actor(Role.BUYER)), fresh(world).version
    answers = []
    for number in range(times):
        answer = line.act(
            f"/orders/{world.relationship.pk}/issue", order(f"{prefix}{number:05d}", items), version
        )
        if answer.status != OK:
            raise LookupError(f"an order was refused: {answer.body.decode()[:500]}")
        answers.append(answer)
    return answers


def issue_statements(world: Wired, items: list[Any], prefix: str) -> list[str]:
    """The statements of one such order."""
    with world.stage.statements.logged():
        for n in range(3):  # the connection and the process are warm after two
            world.stage.statements.begin()
            issue_many(world, items, 1, f"{prefix}{n}")
        return world.stage.statements.since()


def report_issue(table: Table, answers: list[Answer], statements: list[str], yardsticks: str) -> None:
    """The figures of the five-line order."""
    table.add(
        Figure(
            "Issue an order of 5 lines, p50",
            p50([each.ms for each in answers]),
            "ms",
            ISSUE_MS,
            note=yardsticks,
        )
    )
    table.add(Figure("Issue an order of 5 lines, p95", p95([each.ms for each in answers]), "ms"))
    table.add(
        Figure("  SQL statements (BEGIN and COMMIT not counted)", len(statements), "", ISSUE_STATEMENTS)
    )
    table.add(Figure("  processor time, web process, p50", p50([each.web_ms for each in answers]), "ms"))
    table.add(Figure("  processor time, PostgreSQL, p50", p50([each.database_ms for each in answers]), "ms"))


def walk(world: Wired, times: int) -> None:
    """The whole road of an order, so many times; every act is a request, what is kept the recorder decides."""
    for _road in range(times):
        goods = shipments.goods_released(world, number=_lot())
        shipment = shipments.dispatched(world, goods)
        shipments.receive(world, shipment)
        invoice = invoices.submit(world, goods)
        invoices.approve(world, invoice)


_lots = iter(range(10_000))


def _lot() -> str:
    return f"BENCH{next(_lots):05d}"


def roads(world: Wired, times: int) -> None:
    """Warm up, measure, and count statements apart: the log of statements would be in the times."""
    invoices.may_approve(world, "5000000")
    walk(world, 1)
    world.recorder.keeping = True
    walk(world, times)
    world.recorder.keeping, world.recorder.counting = False, True
    with world.stage.statements.logged():
        walk(world, 1)
    world.recorder.counting = False


def report_acts(table: Table, world: Wired, password_ms: float, password_cpu: float) -> None:
    """Every act of the road with its figures; a signature's password check is taken off."""
    measured = world.recorder.answers
    table.say(f"{'act':<38}{'p50 ms':>8}{'p95 ms':>8}{'web CPU':>9}{'SQL CPU':>9}{'statements':>12}")
    worst_ms, worst_statements = 0.0, 0
    for code, answers in sorted(measured.items()):
        checked = password_ms if catalogue()[code].sign else 0.0
        ms = [each.ms - checked for each in answers]
        statements = _counted(world, code)
        worst_ms, worst_statements = max(worst_ms, p50(ms)), max(worst_statements, statements)
        web = p50([each.web_ms for each in answers]) - (password_cpu if checked else 0.0)
        database = p50([each.database_ms for each in answers])
        table.say(
            f"{code:<38}{p50(ms):>8.1f}{p95(ms):>8.1f}{web:>9.1f}{database:>9.1f}{statements:>12}"
            + ("   signed" if checked else "")
        )
    table.add(Figure("The slowest of these, p50", worst_ms, "ms", OTHER_MS))
    table.add(Figure("The most statements of these", worst_statements, "", OTHER_STATEMENTS))
    _report_road(table, measured, password_ms)


def _counted(world: Wired, code: str) -> int:
    found = [
        len([text for text in each if not FRAME.match(text)])
        for each in world.recorder.statements.get(code, [])
    ]
    return max(found, default=0)


def _report_road(table: Table, measured: dict[str, list[Answer]], password_ms: float) -> None:
    total, missing = 0.0, set(ROAD)
    for code, answers in measured.items():
        if catalogue()[code].catalogue in ROAD:
            missing.discard(str(catalogue()[code].catalogue))
            total += p50([each.ms for each in answers]) - (password_ms if catalogue()[code].sign else 0.0)
    words = "TP-10 12 20 21 24 33 34 36 38 39 40, password checks taken off"
    table.add(Figure("The road of one order, sum of p50", total, "ms", ROAD_MS, note=words))
    if missing:
        table.say(f"Not on this road: {', '.join(sorted(missing))}")


def one_order(world: Wired, items: list[Any], lines: int) -> UUID:
    """An order made in this process before the servers run: what many orders are copied from."""
    by = world.sponsor.actor(Role.BUYER)
    payload = order(f"TEMPLATE{lines}", items, lines=lines)
    return World.act(world, "orders.issue", world.relationship, payload, by).record_id
