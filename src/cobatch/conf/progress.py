"""What a command says to the person in front of it."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    sys.stderr.write(f"cobatch: {text}\n")


@contextmanager
def step(title: str) -> Iterator[None]:
    """Name the step before it begins and its time after; silent about steps that take no time."""
    began = time.monotonic()
    sys.stdout.write(f"  {title} …")
    sys.stdout.flush()
    try:
        yield
    except BaseException:
        say()
        raise
    say(f" {time.monotonic() - began:.1f} s")


def bar(title: str, done: int, total: int) -> None:
    """One line that fills up on a terminal, one line per tenth elsewhere."""
    whole = max(total, 1)
    if sys.stdout.isatty():
        filled = 30 * done // whole
        sys.stdout.write(f"\r  {title} [{'█' * filled}{'·' * (30 - filled)}] {done}/{total}")
        sys.stdout.write("\n" if done >= total else "")
    elif done >= total or done * 10 // whole != (done - 1) * 10 // whole:
        sys.stdout.write(f"  {title} {done}/{total}\n")
    sys.stdout.flush()
