"""A recorded delivery history, played through the engine at its own dates.

Nothing in the engine knows of it but the clock, which stands where the history stands, and the acts' source.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from cobatch.demo.replay.companies import open_companies
from cobatch.demo.replay.figures import Figures, figures_of
from cobatch.demo.replay.history import SPONSOR, History, understand
from cobatch.demo.replay.reading import NotAHistoryError, Row, read
from cobatch.demo.replay.report import report
from cobatch.demo.replay.script import in_time
from cobatch.kernel import clock
from cobatch.touchpoints.clocks import run_due

__all__ = ["Figures", "NotAHistoryError", "play", "replay"]

Progress = Callable[[int, int], None]


def replay(file: Path, progress: Progress) -> list[str]:
    """Play a file, or go on where an earlier start ended; the lines to print at its end."""
    history = play(read(file), progress)
    return list(report(history, figures_of(SPONSOR)))


def play(rows: list[Row], progress: Progress) -> History:
    """Play rows of a history; `progress` hears how many lines are finished, of how many."""
    history = understand(rows)
    player = open_companies(history, _digest(rows))
    finished, cues = 0, in_time(history)
    for cue in cues:
        player.play(cue)
        if cue.lines:
            finished += cue.lines
            progress(finished, history.lines)
    with clock.hold_at(cues[-1].at):
        while run_due():
            continue
    return history


def _digest(rows: list[Row]) -> str:
    """Tells one history from another; it stands before the key of every act."""
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:8]
