"""The throw-away server of the tests, and what a test process has in its environment.

Loaded by pytest before the settings are read. The server stays in the temporary folder between runs, with
one migrated template per state of the migrations; every test process copies its own database from it.
"""

import atexit
import base64
import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from cobatch.conf import roles
from cobatch.conf.account import Unavailable
from cobatch.conf.cluster import Cluster

PREFIX = "trial"
KEPT_TEMPLATES = 3
EMPTY_ALL = """
DO $$
DECLARE one regclass; filled boolean;
BEGIN
  PERFORM set_config('session_replication_role', 'replica', true);
  FOR one IN SELECT c.oid FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM cobatch_trial.kept k WHERE k.name = c.relname)
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', one) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM %s', one); END IF;
  END LOOP;
END $$
"""
NOTE_KEPT = """
DO $$
DECLARE one record; filled boolean;
BEGIN
  CREATE SCHEMA cobatch_trial;
  CREATE TABLE cobatch_trial.kept (name name PRIMARY KEY);
  FOR one IN SELECT c.oid::regclass AS entry, c.relname FROM pg_class c
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', one.entry) INTO filled;
    IF filled THEN INSERT INTO cobatch_trial.kept VALUES (one.relname); END IF;
  END LOOP;
END $$
"""


def set_environment() -> None:
    """Test mode, a data folder of this process, and no database until a test asks for one."""
    data = Path(tempfile.mkdtemp(prefix="cobatch-trial-"))
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    (data / "static").mkdir()
    os.environ["COBATCH_MODE"] = "test"
    os.environ["COBATCH_DATA"] = str(data)
    os.environ["COBATCH_MASTER_KEY"] = base64.b64encode(hashlib.sha256(b"only for tests").digest()).decode()
    os.environ["COBATCH_POOL"] = "no"
    os.environ["COBATCH_HOSTS"] = "*"
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("DATABASE_OWNER_URL", None)


def trial_cluster() -> Cluster:
    """Started; one for all test processes of this working copy. A broken or older one is made anew."""
    place = hashlib.sha256(os.fsencode(Path(__file__).resolve())).hexdigest()[:8]
    cluster = Cluster(Path(tempfile.gettempdir()) / f"cobatch-tests-{os.getuid()}-{place}", durable=False)
    try:
        cluster.start()
    except Unavailable:
        if not cluster.folder.exists() or cluster.folder.stat().st_uid != os.getuid():
            raise
        shutil.rmtree(cluster.folder)
        cluster.start()
    return cluster


def trial_database(cluster: Cluster) -> str:
    """A fresh migrated database for this process; those of processes that are gone are dropped."""
    with _only_one_makes(cluster), psycopg.connect(_admin(cluster), autocommit=True) as connection:
        template = _template(cluster, connection)
        _sweep(connection, template)
        name = f"{PREFIX}_{os.getpid()}"
        _drop(connection, name)
        roles.create_database(connection, name, template)
    return name


def drop_database(cluster: Cluster, name: str) -> None:
    with psycopg.connect(_admin(cluster), autocommit=True) as connection:
        _drop(connection, name)


def empty_all(url: str) -> None:
    """Remove what a test committed; `url` is the superuser's. Rows that migrations made stay."""
    with psycopg.connect(url, options="-c lock_timeout=20s") as connection:
        connection.execute(EMPTY_ALL)


def _template(cluster: Cluster, connection: psycopg.Connection) -> str:
    from cobatch.conf.migration import fingerprint, migrate_all  # noqa: PLC0415

    name = "template_" + fingerprint().rpartition(" ")[2]
    if name in _databases(connection):
        return name
    building = f"building_{os.getpid()}"
    roles.create_database(connection, building, "template1")
    migrate_all(cluster.url(roles.OWNER, building))
    with psycopg.connect(cluster.url(roles.SUPERUSER, building)) as noting:
        noting.execute(NOTE_KEPT)
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name))
    )
    return name


def _sweep(connection: psycopg.Connection, template: str) -> None:
    """Drop half-built and orphaned databases, and templates of long ago."""
    names = _databases(connection)
    older = [name for name in names if name.startswith("template_") and name != template]
    doomed = older[: -KEPT_TEMPLATES + 1] + [name for name in names if name.startswith("building_")]
    for name in names:
        match = re.fullmatch(rf"{PREFIX}_(\d+)", name)
        if match and not _alive(int(match[1])):
            doomed.append(name)
    for name in doomed:
        _drop(connection, name)


def _databases(connection: psycopg.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT datname FROM pg_database ORDER BY oid")]


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _admin(cluster: Cluster) -> str:
    return cluster.url(roles.SUPERUSER, "postgres")


@contextmanager
def _only_one_makes(cluster: Cluster) -> Iterator[None]:
    with (cluster.folder / "template.lock").open("a") as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)
        yield


set_environment()
