"""The data folder of one installation, and what lies in it."""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from cobatch.conf.account import Unavailable


def chosen_folder(given: str | None) -> Path:
    """`--data`, else COBATCH_DATA, else the usual place for the user who starts us."""
    named = given or os.environ.get("COBATCH_DATA")
    if named:
        return Path(named).expanduser().absolute()
    if os.getuid() == 0:
        return Path("/var/lib/cobatch")
    return Path.home() / ".local" / "share" / "cobatch"


@dataclass(frozen=True)
class DataFolder:
    """Everything Cobatch keeps; back up this folder and the database."""

    root: Path

    @property
    def pg(self) -> Path:
        return self.root / "pg"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def master_key(self) -> Path:
        return self.root / "master.key"

    @property
    def telling(self) -> Path:
        """Present while the demo's story is told; left behind by a start that was killed in the middle."""
        return self.root / "demo.telling"

    @property
    def played(self) -> Path:
        """Present once the demo's story has been told to its end."""
        return self.root / "demo.played"

    @property
    def is_demo(self) -> bool:
        """Its passwords are public, and its rows may be thrown away."""
        return self.played.exists() or self.telling.exists()

    def prepare(self) -> None:
        """Make what is missing. The database's user may pass through, and read nothing but its own."""
        try:
            self.root.mkdir(mode=0o711 if os.getuid() == 0 else 0o700, parents=True, exist_ok=True)
            for folder in (self.files, self.mail, self.log):
                folder.mkdir(mode=0o700, exist_ok=True)
            self._make_key()
        except OSError as fault:
            raise Unavailable(
                f"The data folder {self.root} cannot be written ({fault.strerror}): "
                "choose another with --data."
            ) from fault

    def forget_story(self) -> None:
        """Remove what belongs to the rows of the database; keys stay."""
        self.played.unlink(missing_ok=True)
        self.telling.unlink(missing_ok=True)
        for folder in (self.files, self.mail):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)

    def _make_key(self) -> None:
        """Whole or not at all: a key cut short by a crash would make every later secret unreadable."""
        if self.master_key.exists():
            return
        fresh = self.root / f".master.key.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link, unlike a rename, never replaces the key of a process that was quicker.
            os.link(fresh, self.master_key)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
