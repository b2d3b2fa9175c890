"""A web or worker process that ends when the process that started it does, even by kill -9.

Run as `python -m cobatch.conf.child web|worker …`.
"""

import ctypes
import gc
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

    # What is loaded now lives as long as the process: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    return served


def main(arguments: list[str]) -> None:
    kind, parent, *rest = arguments
    end_with_parent(int(parent))
    if kind == "web":
        from granian.cli import entrypoint  # noqa: PLC0415

        sys.argv = ["granian", *rest]
        entrypoint()  # type: ignore[no-untyped-call]
    else:
        import django  # noqa: PLC0415

        django.setup()
        from cobatch.inbox.work import run_worker  # noqa: PLC0415

        run_worker(int(rest[0].partition("=")[2]) if rest else 4)


if __name__ == "__main__":
    main(sys.argv[1:])
