"""The chapters of the story, one a step; their lines are played in the order of time, not of chapters."""

from collections.abc import Callable, Iterator

from cobatch.demo.stage import Line

CHAPTERS: tuple[Callable[[], Iterator[Line]], ...] = ()
