"""Many clients at once: acts per second, and whether anything failed or a number is missing."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg

from cobatch.kernel.roles import Role
from tests.bench.companies import Wired, fresh, order
from tests.bench.meters import cpu_ms
from tests.bench.stage import Stage
from tests.bench.table import Figure, Table, p50
from tests.bench.wire import OK, Line, bearer

EIGHT = 8
APART, TOGETHER = 120, 60


@dataclass
class Client:
    """One thread that issues an order, confirms it, and asks for a quotation, over and over."""

    world: Wired
    items: list[Any]
    name: str
    seconds: float
    tokens: tuple[str, str, str]
    version: int
    times: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Until the time is over."""
        buyer, answerer, asker = (Line(self.world.stage, bearer(token)) for token in self.tokens)
        relationship, number = self.world.relationship.pk, 0
        until = time.perf_counter() + self.seconds
        while time.perf_counter() < until:
            number += 1
            payload = order(f"{self.name}-{number:05d}", self.items, lines=1)
            body = self._done(buyer, f"/orders/{relationship}/issue", payload, self.version)
            if body:
                answer = {"line": body["parts"][0]["id"], "answer": "accept"}
                self._done(answerer, f"/orders/{body['record']['id']}/confirm", {"answers": [answer]}, 1)
            wanted = {
                "items": [{"item": self.items[0].sponsor_number, "annual_volume": "600000"}],
                "valid_from": "2026-01-01", "valid_to": "2027-12-31", "due": "2099-01-01",
            }  # fmt: skip
            self._done(asker, f"/prices/{relationship}/request-quotation", wanted, self.version)

    def _done(self, line: Line, path: str, payload: Any, version: int) -> Any:
        try:
            answer = line.act(path, payload, version)
        except OSError as fault:
            self.failed.append(str(fault))
            return None
        if answer.status != OK:
            self.failed.append(f"{answer.status} {answer.body.decode()[:200]}")
            return None
        self.times.append(answer.ms)
        return answer.json()


_runs = iter(range(10_000))


def crowd(worlds: list[tuple[Wired, list[Any]]], clients: int, seconds: float) -> tuple[float, list[Client]]:
    """Acts per second of so many clients, spread over these worlds."""
    run = next(_runs)
    crew = [_client(*worlds[n % len(worlds)], f"R{run}C{n}", seconds) for n in range(clients)]
    threads = [threading.Thread(target=client.run) for client in crew]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(len(client.times) for client in crew) / (time.perf_counter() - began), crew


def _client(world: Wired, items: list[Any], name: str, seconds: float) -> Client:
    sponsor, cmo = world.sponsor, world.cmo
    tokens = (
        world.token(sponsor.actor(Role.BUYER)),
        world.token(cmo.actor(Role.CUSTOMER_SERVICE)),
        world.token(sponsor.actor(Role.CATEGORY_MANAGER)),
    )
    return Client(world, items, name, seconds, tokens, fresh(world).version)


def report(table: Table, worlds: list[tuple[Wired, list[Any]]], seconds: float) -> None:
    """One client, eight on as many relationships as there are, eight on one."""
    failed: list[str] = []
    crowd(worlds, EIGHT, min(seconds, 2.0))
    for words, where, clients, least in (
        ("1 client", worlds[:1], 1, None),
        (f"8 clients on {len(worlds)} relationships", worlds, EIGHT, APART),
        ("8 clients on one relationship", worlds[:1], EIGHT, TOGETHER),
    ):
        before = _used(worlds[0][0].stage)
        rate, crew = crowd(where, clients, seconds)
        used = _used(worlds[0][0].stage) - before
        times = [ms for client in crew for ms in client.times]
        failed += [text for client in crew for text in client.failed]
        note = f"p50 {p50(times):.0f} ms, {len(times)} acts: issue and confirm 1 line, ask for a quotation"
        table.add(Figure(f"Acts per second, {words}", rate, "/s", at_least=least, note=note))
        table.add(
            Figure("  processor time per act: web, PostgreSQL, worker", used / max(1, len(times)), "ms")
        )
    table.add(Figure("Failed requests", len(failed), "", 0, note=failed[0] if failed else ""))
    table.add(Figure("Gaps in our own numbers", gaps(worlds[0][0].stage), "", 0))


def _used(stage: Stage) -> float:
    return cpu_ms([*stage.web, *stage.worker, *stage.database])


def gaps(stage: Stage) -> int:
    """Numbers given that no request carries, over all companies."""
    query = """
        SELECT coalesce(sum(c.newest - n.found), 0) FROM touchpoints_counter c JOIN (
          SELECT sponsor_id, count(DISTINCT number) AS found FROM prices_quotationrequest GROUP BY 1
        ) n ON n.sponsor_id = c.organisation_id WHERE c.kind = 'RFQ'
    """
    with psycopg.connect(stage.superuser_url()) as connection:
        [(found,)] = connection.execute(query).fetchall()
    return int(found)
