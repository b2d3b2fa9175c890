"""The whole command as a person uses it: started, started twice, killed, started again, stopped."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def place() -> Iterator[Path]:
    """pytest's own folders are closed to the user under which the server runs."""
    folder = Path(tempfile.mkdtemp(prefix="cobatch-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def serve(data: Path, port: int) -> "subprocess.Popen[str]":
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("COBATCH_", "DATABASE_"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "cobatch.conf.cli", "--data", str(data), "serve", "--port", str(port), "--processes", "1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment | {"COBATCH_MODE": "test"},
    )  # fmt: skip


def until_served(server: "subprocess.Popen[str]") -> None:
    for line in server.stdout:
        if "Ctrl-C stops it" in line:
            return
    pytest.fail(server.stderr.read())


def family(server: "subprocess.Popen[str]") -> list[psutil.Process]:
    return psutil.Process(server.pid).children(recursive=True)


def all_gone(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those still alive after a while; a dead one that nobody has collected counts as gone."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        processes = [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
        if not processes:
            break
        time.sleep(0.1)
    return processes


def test_killed_server_leaves_nothing_and_starts_again(place: Path, port: int) -> None:
    with serve(place / "data", port) as server:
        until_served(server)
        children = family(server)
        assert len(children) >= 3
        database = int((place / "data" / "pg" / "server" / "postmaster.pid").read_text().split("\n", 1)[0])
        children.append(psutil.Process(database))
        server.kill()
    began = time.monotonic()
    with serve(place / "data", port) as again:
        until_served(again)
        assert time.monotonic() - began < 15
        assert all_gone(children, 15) == []
        more = family(again)
        again.send_signal(signal.SIGINT)
        said = again.communicate(timeout=30)[0]
    assert again.returncode == 0
    assert "Stopped." in said
    assert all_gone(more, 1) == []


def test_second_server_says_what_is_in_its_way(place: Path, port: int) -> None:
    with serve(place / "data", port) as server:
        until_served(server)
        with serve(place / "data", port + 1) as same_data:
            _, said = same_data.communicate(timeout=60)
            assert same_data.returncode == 1
            assert f"Cobatch already runs on {place / 'data'} (process {server.pid})" in said
            assert "Traceback" not in said
        with serve(place / "other", port) as same_port:
            _, said = same_port.communicate(timeout=60)
            assert same_port.returncode == 1
            assert f"Port {port} on 127.0.0.1 cannot be used (Address already in use)" in said
            assert "choose another with --port" in said
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)
