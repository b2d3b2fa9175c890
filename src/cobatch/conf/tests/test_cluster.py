"""The embedded server: started together, killed, handed to others, refused in words."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from cobatch.conf import binaries, roles
from cobatch.conf.account import Unavailable, database_account
from cobatch.conf.binaries import find_programs
from cobatch.conf.cluster import Cluster

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
USER = """
import sys
from pathlib import Path
from cobatch.conf.cluster import Cluster
import psycopg
cluster = Cluster(Path(sys.argv[1]), durable=False)
cluster.start()
with psycopg.connect(cluster.url()) as connection:
    print(connection.execute("SELECT pg_postmaster_start_time(), current_user").fetchone(), flush=True)
sys.stdin.read()
cluster.stop()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """pytest's own folders are closed to the user under which the server runs."""
    folder = Path(tempfile.mkdtemp(prefix="cobatch-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def cluster(place: Path) -> Iterator[Cluster]:
    made = Cluster(place / "pg", durable=False)
    yield made
    made.stop()


def user_process(folder: Path, python: str = sys.executable, **who: object) -> "subprocess.Popen[str]":
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(
        [python, "-c", USER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=environment, **who,
    )  # fmt: skip


def runs(cluster: Cluster) -> bool:
    return roles.answers(cluster.url(roles.SUPERUSER, "postgres"))


def stopped_within(cluster: Cluster, seconds: float) -> bool:
    give_up = time.monotonic() + seconds
    while runs(cluster):
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


def server_number(cluster: Cluster) -> int:
    return int((cluster.folder / "server" / "postmaster.pid").read_text().split("\n", 1)[0])


def test_second_user_joins_and_the_last_one_stops(cluster: Cluster) -> None:
    cluster.start()
    first = server_number(cluster)
    other = Cluster(cluster.folder, durable=False)
    other.start()
    assert server_number(cluster) == first
    cluster.stop()
    assert runs(other)
    other.stop()
    assert not runs(other)


def test_four_at_once_are_one_server(cluster: Cluster) -> None:
    users = [user_process(cluster.folder) for _ in range(4)]
    said = [user.stdout.readline() for user in users]
    assert len(set(said)) == 1, [user.stderr.read() for user in users if user.poll()]
    assert "cobatch_app" in said[0]
    for user in users:
        user.communicate()
    assert not runs(cluster)


def test_killed_user_leaves_no_server(cluster: Cluster) -> None:
    with user_process(cluster.folder) as user:
        assert user.stdout.readline()
        assert runs(cluster)
        user.kill()
    assert stopped_within(cluster, 10)
    cluster.start()
    assert runs(cluster)


def test_killed_server_comes_back_with_its_rows(place: Path) -> None:
    cluster = Cluster(place / "pg", durable=True)
    cluster.start()
    with psycopg.connect(cluster.url(roles.OWNER)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(server_number(cluster), signal.SIGKILL)
    cluster.start()
    with psycopg.connect(cluster.url(roles.OWNER)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    cluster.stop()


def test_killed_while_it_was_being_made(cluster: Cluster) -> None:
    half = cluster.folder / "server.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    cluster.start()
    assert runs(cluster)


def test_other_major_version_is_refused_in_words(cluster: Cluster) -> None:
    (cluster.folder / "server").mkdir(parents=True)
    (cluster.folder / "server" / "PG_VERSION").write_text("13\n")
    with pytest.raises(
        Unavailable, match=r"made by PostgreSQL 13, and this is PostgreSQL \d+: choose another"
    ):
        cluster.start()


def test_long_path_gets_its_socket_elsewhere(place: Path) -> None:
    deep = Cluster(place / ("long" * 20) / "pg", durable=False)
    deep.start()
    assert runs(deep)
    deep.stop()
    shutil.rmtree(deep.socket_folder)


def test_no_programs_at_all(monkeypatch: pytest.MonkeyPatch, cluster: Cluster) -> None:
    monkeypatch.setattr(binaries, "PACKAGE", "no_such_package")
    monkeypatch.setattr(binaries, "SYSTEM", cluster.folder)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unavailable, match="install PostgreSQL 15 or later, or give DATABASE_URL"):
        cluster.start()


def test_roles_have_no_powers(cluster: Cluster) -> None:
    cluster.start()
    with psycopg.connect(cluster.url(roles.SUPERUSER)) as connection:
        found = connection.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication FROM pg_roles "
            "WHERE rolname IN ('cobatch_owner', 'cobatch_app', 'cobatch_auditor') ORDER BY 1"
        ).fetchall()
        extensions = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
    assert found == [("cobatch_app", False), ("cobatch_auditor", False), ("cobatch_owner", False)]
    assert extensions >= {"pg_trgm", "btree_gist"}


@as_root
def test_folder_under_a_closed_one_is_refused_and_stays_closed(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(Unavailable, match=rf"may not enter {closed}: choose a data folder elsewhere"):
        Cluster(closed / "pg", durable=False).start()
    assert closed.stat().st_mode & 0o777 == 0o700


@as_root
def test_programs_in_a_closed_home_are_copied(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    packaged = binaries._packaged()
    if packaged is None:
        pytest.skip("no packaged PostgreSQL on this platform")
    home = place / "home"
    home.mkdir(mode=0o700)
    (home / "site").symlink_to(packaged.parents[2])
    monkeypatch.setattr(binaries, "_packaged", lambda: home / "site" / binaries.PACKAGE / "pginstall" / "bin")
    cluster = Cluster(place / "pg", durable=False)
    cluster.start()
    assert runs(cluster)
    assert find_programs(database_account(), cluster.folder / "programs").folder.is_relative_to(
        cluster.folder
    )
    cluster.stop()


@as_root
def test_another_user_of_the_machine_is_not_let_in(cluster: Cluster) -> None:
    cluster.start()
    account = database_account()
    psql = find_programs(account, cluster.folder / "programs")["psql"]
    said = account.run(
        [psql, "-h", cluster.socket_folder, "-U", roles.SUPERUSER, "-d", "cobatch", "-c", "SELECT 1"]
    )
    assert said.returncode != 0
    assert "Peer authentication failed" in said.stdout


@as_root
def test_folder_of_another_user_is_refused(place: Path) -> None:
    folder = place / "pg"
    folder.mkdir()
    os.chown(folder, database_account().uid, -1)
    with pytest.raises(Unavailable, match="belongs to another user"):
        Cluster(folder, durable=False).start()


@as_root
def test_ordinary_user_starts_one_too(place: Path) -> None:
    account = database_account()
    python = next((path for path in (sys.executable, "/usr/bin/python3") if may_run(path)), None)
    if python is None:
        pytest.skip("no Python that an ordinary user may run has our packages")
    own = place / "own"
    own.mkdir()
    account.give(own)
    with user_process(
        own / "pg", python, user=account.uid, group=account.gid, extra_groups=[], cwd="/"
    ) as user:
        said = user.stdout.readline()
        user.stdin.close()
        assert "cobatch_app" in said, user.stderr.read()
    assert (own / "pg").stat().st_uid == account.uid


def may_run(python: str) -> bool:
    account = database_account()
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        code = f"import sys; sys.path[:0] = {paths!r}.split(':'); import psycopg, cobatch"
        return account.run([python, "-c", code]).returncode == 0
    except PermissionError:
        return False
