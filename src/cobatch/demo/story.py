"""The reference story from its first act to the morning of 23 November 2026, 09:00 UTC."""

from collections.abc import Callable

from cobatch.demo import cast
from cobatch.demo.chapters import CHAPTERS
from cobatch.demo.instants import NOW
from cobatch.demo.moving import move_and_keep
from cobatch.demo.stage import Line, Stage
from cobatch.kernel import clock


def play(progress: Callable[[int, int], None]) -> Stage:
    """Play every line in the order of time; a refusal stops the story, since then it is the story that is wrong."""
    stage = Stage()
    with clock.hold_at(NOW):
        cast.found_companies(stage)
    opening = list(cast.lines())
    later: list[Line] = sorted(
        (line for chapter in CHAPTERS for line in chapter()), key=lambda line: line.instant
    )
    total = len(opening) + len(later)
    for done, line in enumerate(opening, start=1):
        stage.play(line)
        progress(done, total)
    cast.give_passwords()
    for done, line in enumerate(later, start=len(opening) + 1):
        stage.play(line)
        progress(done, total)
    stage.until(NOW)
    move_and_keep(NOW)
    return stage
