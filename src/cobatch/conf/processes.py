"""Starting, watching and stopping the web and worker processes of one installation."""

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

from cobatch.conf.account import Unavailable
from cobatch.conf.paths import DataFolder

PATIENCE = 60.0
KILL_AFTER = 8.0


class Asked(Exception):  # noqa: N818
    """A person or the system asked us to stop."""


class Processes:
    """Children with their own sessions, so that one Ctrl-C stops them in our order and not twice."""

    def __init__(self, folder: DataFolder, quiet: bool) -> None:
        self.folder = folder
        self.quiet = quiet
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *arguments: str) -> None:
        """`name` begins with web or worker; its output goes to a log file, or to ours."""
        kind = name.split("-", 1)[0]
        command = [sys.executable, "-m", "cobatch.conf.child", kind, str(os.getpid()), *arguments]
        with self._output(name) as output:
            child = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        self._running[name] = child
        self._note(name).write_text(str(child.pid))

    def wait_until_served(self, host: str, port: int) -> None:
        """Until a page is answered, or a child has ended."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            self.must_all_live()
            if _answers("127.0.0.1" if host == "0.0.0.0" else host, port):  # noqa: S104
                return
            time.sleep(0.05)
        raise Unavailable(f"The web server gives no answer after {PATIENCE:.0f} s: see {self.folder.log}.")

    def watch(self) -> None:
        """Return only by an exception: a child ended, or we were asked to stop."""
        while True:
            self.must_all_live()
            time.sleep(0.5)

    def must_all_live(self) -> None:
        for name, child in self._running.items():
            if child.poll() is not None:
                raise Unavailable(f"The {name} process ended by itself: {self._last_words(name)}")

    def stop(self) -> None:
        """Ask all at once, then wait; what does not go is killed with everything it started."""
        for child in self._running.values():
            if child.poll() is None:
                child.terminate()
        give_up = time.monotonic() + KILL_AFTER
        for name, child in self._running.items():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, give_up - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            self._note(name).unlink(missing_ok=True)
        self._running.clear()

    def _note(self, name: str) -> Path:
        return self.folder.log / f"{name}.pid"

    def _log(self, name: str) -> Path:
        return self.folder.log / f"{name}.log"

    @contextmanager
    def _output(self, name: str) -> Iterator[IO[bytes] | None]:
        if not self.quiet:
            yield None
            return
        with self._log(name).open("wb") as output:
            yield output

    def _last_words(self, name: str) -> str:
        if not self.quiet:
            return "its output is above."
        lines = self._log(name).read_text(errors="replace").strip().splitlines()
        return f"{lines[-1] if lines else 'without a word'} (all of it in {self._log(name)})"


@contextmanager
def only_one(folder: DataFolder) -> Iterator[None]:
    """One demo or server per data folder; the lock dies with its holder."""
    with (folder.root / "running.lock").open("a+") as holder:
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder.seek(0)
            raise Unavailable(
                f"Cobatch already runs on {folder.root} (process {holder.read().strip() or 'unknown'}): "
                "use that one, stop it, or choose another folder with --data."
            ) from None
        holder.truncate(0)
        holder.write(str(os.getpid()))
        holder.flush()
        yield


@contextmanager
def asked_to_stop() -> Iterator[None]:
    """Turns Ctrl-C, a service manager's stop and a closed terminal into one exception."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        raise Asked

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def refuse_taken_port(host: str, port: int) -> None:
    """Before anything is started that would only have to be stopped again."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as fault:
            raise Unavailable(
                f"Port {port} on {host} cannot be used ({getattr(fault, 'strerror', None) or fault}): "
                f"stop what uses it, or choose another with --port."
            ) from fault


def _answers(host: str, port: int) -> bool:
    line = http.client.HTTPConnection(host, port, timeout=10)
    try:
        line.request("GET", "/accounts/login/", headers={"Host": f"localhost:{port}"})
        return line.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
