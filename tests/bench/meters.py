"""Meters of a running installation: processor time, SQL statements, memory."""

import contextlib
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

# Every statement that a client sends begins one line of the server's log; its parameters follow on others.
STATEMENT = re.compile(r"^(\w+)\|LOG:  (?:statement|execute [^:]*): (.*)$")
FRAME = re.compile(r"BEGIN|COMMIT|ROLLBACK(?! TO)", re.IGNORECASE)


def family(pid: int) -> list[psutil.Process]:
    """A process and all that it started."""
    head = psutil.Process(pid)
    return [head, *head.children(recursive=True)]


def cpu_ms(processes: Iterable[psutil.Process]) -> float:
    """Processor time used so far by processes that go on living, in milliseconds."""
    return sum(_of_process(process) for process in processes)


def _of_process(process: psutil.Process) -> float:
    """The kernel's clock of a process counts nanoseconds and threads that have ended; elsewhere hundredths do."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return time.clock_gettime(~process.pid << 3 | 2) * 1000
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return (times.user + times.system) * 1000


def pss_mb(processes: Iterable[psutil.Process]) -> float:
    """Memory in megabytes; what several processes share counts once among them."""
    found = 0
    for process in processes:
        memory = process.memory_full_info()
        found += getattr(memory, "pss", memory.rss)
    return found / 2**20


class Statements:
    """Counts what the web processes send, by letting the database server log it for a while.

    Their sessions carry the application name `web`. Opening and closing a transaction is counted apart.
    """

    def __init__(self, superuser_url: str, log: Path) -> None:
        self._url, self._log = superuser_url, log
        self._start = 0

    @contextmanager
    def logged(self) -> Iterator[None]:
        """While this lasts, statements are written to the log; times taken meanwhile mean nothing."""
        self._set("log_line_prefix", "'%a|'")
        self._set("log_statement", "'all'")
        try:
            yield
        finally:
            self._set("log_statement", "'none'")

    def begin(self) -> None:
        """Count from here."""
        self._start = self._log.stat().st_size

    def since(self) -> list[str]:
        """Statements of the web processes since `begin`, without BEGIN and COMMIT."""
        return [text for text in self._all() if not FRAME.match(text)]

    def transactions(self) -> int:
        """Transactions since `begin`."""
        return Counter(text.split(None, 1)[0].upper() for text in self._all())["COMMIT"]

    def _all(self) -> list[str]:
        with self._log.open(errors="replace") as lines:
            lines.seek(self._start)
            matches = [STATEMENT.match(line) for line in lines]
        return [match[2] for match in matches if match and match[1] == "web"]

    def _set(self, name: str, value: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")  # type: ignore[arg-type]
            connection.execute("SELECT pg_reload_conf(), pg_sleep(0.3)")
