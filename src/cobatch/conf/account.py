"""The operating system's user under which PostgreSQL runs: it refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# A machine may have an account made for Cobatch; the others are on every system.
NAMES = ("cobatch", "nobody", "daemon")


class Unavailable(RuntimeError):  # noqa: N818
    """One sentence for the person who starts Cobatch: what is wrong and the way out."""


@dataclass(frozen=True)
class Account:
    """Whom database programs run as; `drop` tells whether that is another user than ours."""

    name: str
    uid: int
    gid: int
    drop: bool

    def run(self, command: Sequence[str | Path], text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run to the end with a clean environment; output of both streams is kept together."""
        return subprocess.run(  # noqa: S603
            [str(part) for part in command],
            input=text or "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            umask=0o077,
            env={"PATH": os.defpath, "LC_ALL": "C", "PGTZ": "UTC"},
            user=self.uid if self.drop else None,
            group=self.gid if self.drop else None,
            extra_groups=[] if self.drop else None,
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether every folder above and this one let the account pass; asks the kernel, so ACLs count."""
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0

    def must_enter(self, folder: Path) -> None:
        """Refuse, with the folder that stands in the way, rather than open it."""
        for place in (*reversed(folder.parents), folder):
            if not self.can_enter(place):
                raise Unavailable(
                    f"The database runs as the user {self.name}, who may not enter {place}: "
                    "choose a data folder elsewhere with --data, for example /var/lib/cobatch."
                )

    def give(self, path: Path) -> None:
        """Make the account the owner of what we made for it."""
        if self.drop:
            os.chown(path, self.uid, self.gid)


def database_account() -> Account:
    """Ourselves, or, when we are root, the first unprivileged account of the machine."""
    if os.getuid() != 0:
        me = _known(os.getuid())
        return Account(me.pw_name, me.pw_uid, me.pw_gid, drop=False)
    for name in NAMES:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_name, found.pw_uid, found.pw_gid, drop=True)
    raise Unavailable(
        "PostgreSQL does not run as root and this machine has none of the users "
        + ", ".join(NAMES)
        + ": create a user named cobatch, or give DATABASE_URL."
    )


def own_name() -> str:
    """The name under which the kernel tells the database server who we are."""
    return _known(os.getuid()).pw_name


def _known(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise Unavailable(
            f"User number {uid} has no name on this machine, which PostgreSQL needs: "
            "start as a named user, or give DATABASE_URL."
        ) from None
