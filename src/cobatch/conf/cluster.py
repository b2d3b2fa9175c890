"""One embedded PostgreSQL server with its data folder, shared by every process that uses it."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from cobatch.conf import guardian, roles
from cobatch.conf.account import Account, Unavailable, database_account
from cobatch.conf.binaries import find_programs
from cobatch.conf.server import Server

# A socket's path may have 103 bytes on macOS and 107 on Linux, with the server's file name in it.
LONGEST_SOCKET_FOLDER = 85


class Cluster:
    """A server that starts with its first user and stops after its last one, even a killed one.

    Users are counted by shared locks on one file, which the kernel drops when a process dies.
    In `data`: `server/` (PostgreSQL's own), `run/` (socket), `programs/` (copies), access files and a log.
    """

    def __init__(self, data: Path, durable: bool = True) -> None:
        self.folder = data.absolute()
        self.durable = durable
        self._user: int | None = None

    def start(self) -> None:
        """Join the running server, or make and start it; ready for connections when this returns."""
        account = database_account()
        self._settle(account)
        with self._only_one_starts():
            self._join()
            try:
                if not roles.answers(self.url(roles.SUPERUSER, "postgres")):
                    self._launch(account)
            except BaseException:
                self._leave()
                raise

    def stop(self) -> None:
        """Leave; the last one to leave stops the server, and returns when it is down."""
        if self._user is None:
            return
        try:
            fcntl.flock(self._user, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # Others use it, or the guardian is already stopping it: then this waits for the guardian.
            fcntl.flock(self._user, fcntl.LOCK_SH)
        else:
            account = database_account()
            account.run(self._server(account).stop_command())
        self._leave()

    def url(self, user: str = roles.APP, database: str = roles.DATABASE) -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    @property
    def socket_folder(self) -> Path:
        inside = self.folder / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        return Path("/tmp") / f"cobatch-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]}"  # noqa: S108

    @contextmanager
    def _only_one_starts(self) -> Iterator[None]:
        holder = os.open(self.folder / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(holder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(holder)

    def _join(self) -> None:
        if self._user is None:
            self._user = os.open(self._users, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._user, fcntl.LOCK_SH)

    def _leave(self) -> None:
        if self._user is not None:
            os.close(self._user)
            self._user = None

    @property
    def _users(self) -> Path:
        return self.folder / "users.lock"

    def _server(self, account: Account) -> Server:
        programs = find_programs(account, self.folder / "programs")
        return Server(self.folder, self.socket_folder, self.durable, account, programs)

    def _settle(self, account: Account) -> None:
        """Our folder, reachable by the account; nothing above it is ever opened up for that."""
        self.folder.mkdir(mode=0o755 if account.drop else 0o700, parents=True, exist_ok=True)
        if self.folder.stat().st_uid != os.getuid():
            raise Unavailable(
                f"The data folder {self.folder} belongs to another user: start as that user, "
                "or choose another folder with --data."
            )
        if account.drop:
            self.folder.chmod(0o755)
            account.must_enter(self.folder)

    def _launch(self, account: Account) -> None:
        server = self._server(account)
        server.start()
        # Isolated, so that it needs nothing but the interpreter; it leaves our session and returns at once.
        command: list[Path | str] = [
            sys.executable,
            "-I",
            "-S",
            guardian.__file__,
            self._users,
            str(account.uid),
            str(account.gid),
        ]
        subprocess.run([*command, *server.stop_command()], check=True)  # noqa: S603
        roles.prepare(self.url(roles.SUPERUSER, "postgres"))
