"""Ending what a killed run left behind, and nothing else."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

PROCESSES = Path("/proc")
OURS = ("cobatch.conf.child", "multiprocessing")
PATIENCE = 8.0


def end_leftovers(notes: Path) -> None:
    """Each note `NAME.pid` holds a process group of an earlier run; a number now used by others is spared."""
    for note in notes.glob("*.pid"):
        with contextlib.suppress(ValueError):
            _end(int(note.read_text()))
        note.unlink(missing_ok=True)


def _end(group: int) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if not _is_ours(group):
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, number)
        give_up = time.monotonic() + PATIENCE
        while _is_ours(group) and time.monotonic() < give_up:
            time.sleep(0.05)


def _is_ours(group: int) -> bool:
    return any(word in command for command in _commands(group) for word in OURS)


def _commands(group: int) -> Iterator[str]:
    """Command lines of the living members of a process group."""
    if (PROCESSES / "self").exists():
        for folder in PROCESSES.glob("[0-9]*"):
            with contextlib.suppress(OSError):
                state, _parent, member_of = (folder / "stat").read_text().rpartition(") ")[2].split()[:3]
                if int(member_of) == group and state != "Z":
                    yield (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return
    listing = subprocess.run(
        ["/bin/ps", "-ax", "-o", "pgid=,command="], capture_output=True, text=True, check=False
    )
    for line in listing.stdout.splitlines():
        number, _, command = line.strip().partition(" ")
        if number == str(group):
            yield command
