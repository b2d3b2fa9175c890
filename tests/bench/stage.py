"""The installation that is measured: a durable database in a temporary folder, and real server processes."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

# Before anything else of the product: it empties the environment for throw-away processes.
from cobatch.conf import roles, trial
from cobatch.conf.cluster import Cluster
from cobatch.conf.paths import DataFolder
from cobatch.conf.processes import Processes
from tests.bench.meters import Statements, family

__all__ = ["Stage", "opened", "trial"]
HOST = "127.0.0.1"
WEB = 2


class Stage:
    """Database, folder and addresses; `serve()` runs the product's own web processes and worker on it."""

    def __init__(self, folder: DataFolder, cluster: Cluster) -> None:
        self.folder, self.cluster = folder, cluster
        self.port = _free_port()
        self.started_in: dict[str, float] = {}
        self.web: list[psutil.Process] = []
        self.worker: list[psutil.Process] = []
        self.statements = Statements(self.superuser_url(), cluster.folder / "server.log")

    def superuser_url(self, database: str = roles.DATABASE) -> str:
        """The way in of somebody who holds the machine: for loading and logging, never for measuring."""
        return self.cluster.url(roles.SUPERUSER, database)

    @property
    def app_url(self) -> str:
        """The application's way in."""
        return self.cluster.url(roles.APP)

    @property
    def database(self) -> list[psutil.Process]:
        """The processes of PostgreSQL."""
        pid = int((self.cluster.folder / "server" / "postmaster.pid").read_text().split("\n", 1)[0])
        return family(pid)

    @contextmanager
    def serve(self) -> Iterator[None]:
        """Two web processes and a worker with production settings, as `cobatch serve` starts them."""
        usual = dict(os.environ)
        processes = Processes(self.folder, quiet=True)
        os.environ |= {"COBATCH_MODE": "production", "COBATCH_POOL": "8", "PYTHONPATH": _paths()}
        try:
            began = time.perf_counter()
            os.environ["DATABASE_URL"] = self.app_url + "&application_name=web"
            processes.start("web", *_web(self.port))
            os.environ["DATABASE_URL"] = self.app_url + "&application_name=worker"
            processes.start("worker", "--concurrency=4")
            processes.wait_until_served(HOST, self.port)
            self.started_in["Web processes and worker, to the first page"] = time.perf_counter() - began
            os.environ.clear()
            os.environ |= usual
            self.web, self.worker = (self._family(name) for name in ("web", "worker"))
            yield
        finally:
            os.environ.clear()
            os.environ |= usual
            processes.stop()

    def _family(self, name: str) -> list[psutil.Process]:
        return family(int((self.folder.log / f"{name}.pid").read_text()))


@contextmanager
def opened() -> Iterator[Stage]:
    """A stage with an empty migrated database; gone with everything in it afterwards."""
    with TemporaryDirectory(prefix="cobatch-bench-") as place:
        Path(place).chmod(0o755)
        folder = DataFolder(Path(place) / "data")
        folder.prepare()
        cluster = Cluster(folder.pg)
        began = time.perf_counter()
        cluster.start()
        try:
            stage = Stage(folder, cluster)
            stage.started_in["Database server, made and started"] = time.perf_counter() - began
            _prepare(stage)
            yield stage
        finally:
            cluster.stop()


def _prepare(stage: Stage) -> None:
    """This process sees the same database and keys as the servers, as the application."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "cobatch.conf.settings",
        "DATABASE_URL": stage.app_url,
        "COBATCH_DATA": str(stage.folder.root),
        "COBATCH_HOSTS": "127.0.0.1,localhost",
    }
    os.environ.pop("COBATCH_MASTER_KEY", None)
    from cobatch.conf import migration  # noqa: PLC0415 - the settings read the environment
    from cobatch.conf.preparation import load_django, prepare_assets  # noqa: PLC0415

    load_django()
    began = time.perf_counter()
    migration.migrate_all(stage.cluster.url(roles.OWNER))
    stage.started_in["All migrations and walls"] = time.perf_counter() - began
    prepare_assets()
    # As an operator does it, so that files are named and compressed as production settings say.
    command = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(
        command, env=os.environ | {"COBATCH_MODE": "production", "PYTHONPATH": _paths()}, check=True
    )


def _web(port: int) -> list[str]:
    return [
        *("--interface", "asginl", "--host", HOST, "--port", str(port), "--http", "1"),
        *("--workers", str(WEB), "--workers-kill-timeout", "3", "--log-level", "warning"),
        *("--factory", "cobatch.conf.child:application"),
    ]


def _paths() -> str:
    house = Path(__file__).parents[2]
    return os.pathsep.join((str(house / "src"), str(house)))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
