"""Making, starting and stopping the server process of one data folder."""

import os
import shlex
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cobatch.conf import roles
from cobatch.conf.account import Account, Unavailable, own_name
from cobatch.conf.binaries import Programs, is_database_process

PATIENCE = 60.0
# From this major version on, letters beyond ASCII are known without help of the system.
BUILTIN_LOCALES = 17
LOG_LIMIT = 10_000_000
# After a kill the dead server's number, or a child that still writes, holds the folder for a moment.
PASSING = ("already exists", "pre-existing shared memory block", "already in use")
# A throw-away server may lose everything with the machine.
THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}


@dataclass(frozen=True)
class Server:
    """PostgreSQL's own folder `server/` inside ours, written by nobody but the account.

    The access files stay ours, so that whoever runs the server cannot change who may connect.
    """

    folder: Path
    socket_folder: Path
    durable: bool
    account: Account
    programs: Programs

    @property
    def data(self) -> Path:
        return self.folder / "server"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def start(self) -> None:
        self._same_version()
        own_folder(self.socket_folder, self.account, 0o755)
        if not self.data.exists():
            self._initialise()
        self._write_access()
        self._prepare_log()
        self._start()

    def stop_command(self) -> Sequence[Path | str]:
        """Without waiting for clients: transactions still open are rolled back."""
        return [self.programs["pg_ctl"], "stop", "-s", "-w", "-m", "fast", "-D", self.data]

    def _same_version(self) -> None:
        try:
            found = int((self.data / "PG_VERSION").read_text())
        except FileNotFoundError:
            return
        if found != self.programs.major:
            raise Unavailable(
                f"The data folder {self.folder} was made by PostgreSQL {found}, "
                f"and this is PostgreSQL {self.programs.major}: choose another folder with --data, "
                f"or move the data with pg_dump of PostgreSQL {found}."
            )

    def _initialise(self) -> None:
        """Into a folder that gets its name only when it is whole: a killed start leaves no half one."""
        fresh = self.folder / "server.new"
        shutil.rmtree(fresh, ignore_errors=True)
        own_folder(fresh, self.account, 0o700)
        locale = ["--locale=C", "-E", "UTF8"]
        if self.programs.major >= BUILTIN_LOCALES:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        hasty = [] if self.durable else ["--no-sync"]
        access = ["-U", roles.SUPERUSER, "--auth=peer"]
        done = self.account.run(
            [self.programs["initdb"], "-D", fresh, *access, *locale, "--data-checksums", *hasty]
        )
        if done.returncode:
            raise Unavailable(f"The database could not be made in {self.folder}: {_last_line(done.stdout)}")
        fresh.rename(self.data)

    def _write_access(self) -> None:
        """Only this user of this machine, as one of our four roles; the kernel vouches for who connects."""
        rows = "".join(f'ours "{own_name()}" {role}\n' for role in roles.ALL)
        for name, text in (("hba", "local all all peer map=ours\n"), ("ident", rows)):
            file = self.folder / f"{name}.conf"
            file.write_text(text)
            file.chmod(0o644)

    def _prepare_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.rename(self.folder / "server.log.1")
        self.log.touch(mode=0o640)
        self.account.give(self.log)

    def _start(self) -> None:
        options = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in self._settings().items())
        command: list[Path | str] = [
            self.programs["pg_ctl"],
            "start",
            "-s",
            "-w",
            "-t",
            "300",
            "-D",
            self.data,
        ]
        command += ["-l", self.log, "-o", options]
        give_up = time.monotonic() + PATIENCE
        while True:
            self._bury()
            before = self.log.stat().st_size
            done = self.account.run(command)
            if done.returncode == 0:
                return
            said = self.log.read_bytes()[before:].decode(errors="replace") or done.stdout
            if not any(word in said for word in PASSING) or time.monotonic() > give_up:
                raise Unavailable(f"The database did not start: {_last_line(said)} (more in {self.log})")
            time.sleep(0.1)

    def _settings(self) -> dict[str, str]:
        settings = {
            "hba_file": str(self.folder / "hba.conf"),
            "ident_file": str(self.folder / "ident.conf"),
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "timezone": "UTC",
            "jit": "off",
            "wal_level": "minimal",
            "max_wal_senders": "0",
        }
        return settings if self.durable else settings | THROW_AWAY

    def _bury(self) -> None:
        """Remove the lock files of a server that is certainly gone though its number is still taken."""
        lock = self.data / "postmaster.pid"
        try:
            number = int(lock.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return
        if not is_database_process(number):
            lock.unlink(missing_ok=True)
            (self.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def own_folder(folder: Path, account: Account, mode: int) -> None:
    """A folder of the account; one that a stranger put there is refused."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.lstat().st_uid not in {os.getuid(), account.uid}:
        raise Unavailable(
            f"{folder} belongs to another user: remove it, or choose another folder with --data."
        )
    account.give(folder)
    folder.chmod(mode)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line]
    return (telling or lines or ["no reason was given"])[-1]
