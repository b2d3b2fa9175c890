"""A web or worker process that ends when the process that started it does, even by kill -9.

Run as `python -m cobatch.conf.child web|worker …`.
"""

import ctypes
import os
import signal
import sys
from typing import Any

SET_DEATH_SIGNAL = 1


def end_with_parent(parent: int | None = None) -> None:
    """Ask the kernel for SIGTERM at our parent's death; elsewhere than on Linux the next start cleans up."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGTERM)
    if parent is not None and os.getppid() != parent:
        sys.exit(1)


def application() -> Any:
    """What each web worker serves; called in the worker, which thereby ends with the supervisor."""
    end_with_parent()
    from cobatch.conf.asgi import application as served  # noqa: PLC0415

    return served


def main(arguments: list[str]) -> None:
    kind, parent, *rest = arguments
    end_with_parent(int(parent))
    if kind == "web":
        from granian.cli import entrypoint  # noqa: PLC0415

        sys.argv = ["granian", *rest]
        entrypoint()  # type: ignore[no-untyped-call]
    else:
        from django.core.management import execute_from_command_line  # noqa: PLC0415

        execute_from_command_line(["cobatch", "procrastinate", "worker", *rest])


if __name__ == "__main__":
    main(sys.argv[1:])
