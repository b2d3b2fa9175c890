"""A recorded delivery history, played through the engine at its own dates.

Nothing in the engine knows of it but the clock, which stands where the history stands, and the acts' source.
"""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from cobatch.demo.replay.companies import open_companies
from cobatch.demo.replay.figures import Figures, figures_of
from cobatch.demo.replay.history import SPONSOR, History, understand
from cobatch.demo.replay.reading import NotAHistoryError, Row, read
from cobatch.demo.replay.report import report
from cobatch.demo.replay.script import in_time
from cobatch.kernel import clock
from cobatch.touchpoints.clocks import run_due

__all__ = ["SPONSOR", "Figures", "NotAHistoryError", "figures_of", "play", "read", "replay", "report"]

Progress = Callable[[int, int], None]
RARELY = (50_000, 20, 20)


def replay(file: Path, progress: Progress) -> list[str]:
    """Play a file, or go on where an earlier start ended; the lines to print at its end."""
    history = play(read(file), progress)
    return list(report(history, figures_of(SPONSOR)))


def play(rows: list[Row], progress: Progress) -> History:
    """Play rows of a history; `progress` hears how many lines are finished, of how many."""
    history = understand(rows)
    player = open_companies(history, _digest(rows))
    finished, cues = 0, in_time(history)
    with _in_haste():
        for cue in cues:
            player.play(cue)
            if cue.lines:
                finished += cue.lines
                progress(finished, history.lines)
    with clock.hold_at(cues[-1].at):
        while run_due():
            continue
    return history


@contextmanager
def _in_haste() -> Iterator[None]:
    """What a crash may take of the last acts, the next start plays again: no commit need wait for the disk.

    And what is to come is long-lived: the collector need not look through it again and again.
    """
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit = off")
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
        with connection.cursor() as cursor:
            cursor.execute("reset synchronous_commit")


def _digest(rows: list[Row]) -> str:
    """Tells one history from another; it stands before the key of every act."""
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:8]
