"""What the machine itself allows in this run: figures to hold the others against."""

import hashlib
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.auth.hashers import check_password
from django.db import connections

from cobatch.conf import roles
from cobatch.conf.processes import Processes
from tests.bench.copies import MODELS, Original
from tests.bench.stage import HOST, Stage
from tests.bench.wire import OK, Line

PLAIN = "plain"
STRIPPED = """
DO $$
DECLARE one regclass;
BEGIN
  FOR one IN SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY, DISABLE TRIGGER USER', one);
  END LOOP;
END $$
"""


def timed(times: int, work: Callable[[], object]) -> list[float]:
    """Milliseconds of each of so many runs, after a few that do not count."""
    for _warm in range(min(5, times)):
        work()
    found = []
    for _run in range(times):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return found


def bare(stage: Stage, times: int) -> list[float]:
    """One INSERT and its commit, with nothing around it."""
    with _scratch(stage) as connection:

        def write() -> None:
            connection.execute("INSERT INTO bench_scratch (body) VALUES ('x')")
            connection.commit()

        return timed(times, write)


def floor(stage: Stage, times: int) -> list[float]:
    """What any signed record costs in Python: canonical JSON, SHA-256, Ed25519, INSERT, commit."""
    key, body = Ed25519PrivateKey.generate(), {"lines": [{"item": "HR-101", "n": n} for n in range(5)]}
    with _scratch(stage) as connection:

        def write() -> None:
            text = rfc8785.dumps(body | {"salt": secrets.token_hex(16)})
            digest = hashlib.sha256(text).digest()
            connection.execute(
                "INSERT INTO bench_scratch (body, digest, signature) VALUES (%s, %s, %s)",
                [text.decode(), digest, key.sign(digest)],
            )
            connection.commit()

        return timed(times, write)


def password(times: int, encoded: str, clear: str) -> tuple[list[float], float]:
    """One password check as a signature makes it, and its processor time: far apart, the machine is busy."""
    before = time.process_time()
    found = timed(times, lambda: check_password(clear, encoded))
    return found, (time.process_time() - before) * 1000 / (times + min(5, times))


@contextmanager
def _scratch(stage: Stage) -> Iterator[psycopg.Connection]:
    with psycopg.connect(stage.superuser_url()) as connection:
        connection.execute(
            "CREATE TABLE bench_scratch (id bigserial PRIMARY KEY, body text, digest bytea, signature bytea)"
        )
        connection.commit()
        yield connection
        connection.rollback()
        connection.execute("DROP TABLE bench_scratch")


def make_plain(stage: Stage) -> None:
    """A copy of the database without walls and triggers; nobody may be connected to the original."""
    connections.close_all()
    with psycopg.connect(stage.superuser_url("postgres"), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [roles.DATABASE]
        )
        roles.create_database(connection, PLAIN, roles.DATABASE)
    with psycopg.connect(stage.superuser_url(PLAIN), autocommit=True) as connection:
        connection.execute(STRIPPED)


def plain_view(stage: Stage, order: UUID, times: int) -> list[float]:
    """The rows of an order through a plain Django view, over HTTP."""
    with psycopg.connect(stage.superuser_url()) as connection:
        original = Original(connection, order)
    with _plain_server(stage):
        line = Line(stage)
        bodies = iter([_body(original, f"P{n:06d}") for n in range(times + 5)])

        def write() -> None:
            answer = line.call("POST", "/write/", next(bodies), Content_Type="application/json")
            if answer.status != OK:
                raise LookupError(f"the plain view refused: {answer.body[:300]!r}")

        return timed(times, write)


def _body(original: Original, number: str) -> bytes:
    tables: dict[str, list[dict[str, Any]]] = {}
    for table, row in original.copy(number):
        tables.setdefault(table, []).append(dict(zip(original.columns(table), row, strict=True)))
    rows = [{"model": MODELS[table], "rows": rows} for table, rows in tables.items()]
    return json.dumps(rows, default=str).encode()


@contextmanager
def _plain_server(stage: Stage) -> Iterator[None]:
    environment = os.environ | {
        "DATABASE_URL": stage.cluster.url(roles.APP, PLAIN),
        "DJANGO_SETTINGS_MODULE": "tests.bench.plain_settings",
        "COBATCH_POOL": "8",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    command = [
        *(
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "asginl",
            "--host",
            HOST,
            "--port",
            str(stage.port),
        ),
        *("--http", "1", "--workers", "1", "--log-level", "error", "tests.bench.plain:application"),
    ]
    server = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        Processes(stage.folder, quiet=False).wait_until_served(HOST, stage.port)
        yield
    finally:
        server.terminate()
        server.wait(20)
