"""The reference story from its first act to the morning of 23 November 2026, 09:00 UTC."""

from collections.abc import Callable, Iterable

from cobatch.demo import cast
from cobatch.demo.chapters import CHAPTERS
from cobatch.demo.instants import NOW
from cobatch.demo.moving import move_and_keep
from cobatch.demo.stage import Line, Stage
from cobatch.kernel import clock

Progress = Callable[[int, int], None]


def play(progress: Progress) -> Stage:
    """Tell the story; from then on the product's clock runs on from its end, across restarts."""
    stage = tell(progress)
    move_and_keep(NOW)
    return stage


def tell(progress: Progress) -> Stage:
    """Play every line in the order of time; a refusal stops the story, since then it is the story that is wrong."""
    stage = Stage()
    with clock.hold_at(NOW):
        cast.found_companies(stage)
    opening, later = in_time(cast.lines()), told_in_time()
    total = len(opening) + len(later)
    for done, line in enumerate(opening, start=1):
        stage.play(line)
        progress(done, total)
    cast.give_passwords()
    stage.forget_people()
    for done, line in enumerate(later, start=len(opening) + 1):
        stage.play(line)
        progress(done, total)
    stage.until(NOW)
    return stage


def told_in_time() -> list[Line]:
    """The lines of all chapters, after the companies have met."""
    return in_time(line for chapter in CHAPTERS for line in chapter())


def in_time(lines: Iterable[Line]) -> list[Line]:
    """In the order in which they happen."""
    return sorted(lines, key=lambda line: line.instant)
