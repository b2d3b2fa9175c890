"""`python3 run.py bench [quick | replay FILE]`: measure the product on this machine and print a table."""

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.stage import Stage, opened
from tests.bench.table import Figure, Table, p50

MEMORY_MB = 400
BOTH = 2


@dataclass(frozen=True)
class Extent:
    """How much is done: enough to trust the figures, or a minute's smoke."""

    floor: int
    issues: int
    roads: int
    seconds: float
    pairs: int
    sizes: tuple[int, ...]
    relationships: int
    pages: int


FULL = Extent(200, 120, 12, 10.0, 8, (10_000, 100_000), 1_000, 40)
QUICK = Extent(20, 10, 1, 1.5, 2, (600,), 20, 5)


def main(arguments: list[str]) -> int:
    """0 when every target was reached; a missed one is no crash, yet a caller may want to know."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke of a minute: figures mean little")
    parser.add_argument(
        "what", nargs="*", metavar="quick | replay FILE", help="the same, or play a file instead"
    )
    options = parser.parse_args(arguments)
    table = Table()
    load = os.getloadavg()[0]
    table.say(f"{os.cpu_count()} processors, load {load:.1f} at the start; fsync on; times in milliseconds.")
    with opened() as stage:
        if options.what[:1] == ["replay"] and len(options.what) == BOTH:
            _replay(table, Path(options.what[1]))
        else:
            _all(table, stage, QUICK if options.quick or options.what == ["quick"] else FULL)
    missed = [figure.name.strip() for figure in table.missed]
    table.say(
        f"\n{len(missed)} targets missed: {'; '.join(missed)}" if missed else "\nEvery target is reached."
    )
    return 1 if missed else 0


def _all(table: Table, stage: Stage, extent: Extent) -> None:
    from tests.bench import acts, companies, crowd, guards, pages, weight, yardsticks  # noqa: PLC0415 - Django first
    from tests.world import PASSWORD  # noqa: PLC0415

    table.section("Yardsticks of this run")
    bare, floor = yardsticks.bare(stage, extent.floor), yardsticks.floor(stage, extent.floor)
    table.add(Figure("Bare INSERT and commit, p50", p50(bare), "ms"))
    table.add(Figure("Floor: JSON, SHA-256, Ed25519, INSERT, commit, p50", p50(floor), "ms"))
    pairs = [
        companies.pair(stage, 1, items=5),
        *(companies.pair(stage, n) for n in range(2, extent.pairs + 1)),
    ]
    world, items = pairs[0]
    checks, used = yardsticks.password(extent.floor // 5, world.sponsor.administrator.password, PASSWORD)
    note = f"{used:.0f} ms of it processor time; a quiet machine takes about 20 ms for either"
    table.add(Figure("Password check of a signature (taken off below)", p50(checks), "ms", note=note))
    original, sample = (acts.one_order(world, items, lines) for lines in (2, 5))
    yardsticks.make_plain(stage)
    plain = yardsticks.plain_view(stage, sample, extent.floor)
    table.add(Figure("The same rows by a plain Django view, p50", p50(plain), "ms"))
    with stage.serve():
        table.section("Acts over HTTP, everything on")
        acts.issue_many(world, items, 10, "W")
        answers = acts.issue_many(world, items, extent.issues, "I")
        statements = acts.issue_statements(world, items, "S")
        beside = f"plain view {p50(plain):.1f}, floor {p50(floor):.1f}, bare {p50(bare):.1f} ms"
        acts.report_issue(table, answers, statements, beside)
        acts.roads(world, extent.roads)
        acts.report_acts(table, world, p50(checks), used)
        table.section("Many at once")
        crowd.report(table, pairs, extent.seconds)
        table.section("The guard of states")
        issue = p50([each.ms for each in answers])
        guards.report(table, stage, sample, world.sponsor.organisation.id, extent.floor, issue)
        table.section("Pages")
        reader = pages.Reader(stage, world.sponsor.people["buyer"].email, original)
        pages.report(table, reader, list(extent.sizes), extent.relationships, extent.pages)
        weight.report(table, stage, reader.cookies["Cookie"])
        _size(table, stage)


def _size(table: Table, stage: Stage) -> None:
    from tests.bench.meters import pss_mb  # noqa: PLC0415

    table.section("Size and start")
    note = "after all of the above; PostgreSQL not counted"
    total = pss_mb([*stage.web, *stage.worker])
    table.add(Figure("Memory of two web processes and a worker (PSS)", total, "MB", MEMORY_MB, note=note))
    for words, seconds in stage.started_in.items():
        table.add(Figure(words, seconds, "s"))


def _replay(table: Table, file: Path) -> None:
    from django.utils.module_loading import import_string  # noqa: PLC0415

    table.section(f"Replay of {file.name}")
    began, lines = time.perf_counter(), [0]

    def progress(done: int, total: int) -> None:
        lines[0] = done
        if done % 500 == 0:
            table.say(f"  {done} of {total}")

    import_string("cobatch.demo.replay.replay")(file, progress)
    seconds = time.perf_counter() - began
    table.add(Figure("Lines played", lines[0]))
    table.add(Figure("Lines per second", lines[0] / seconds, "/s"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
