"""Stops an embedded database server once its last user is gone, however that user died.

Run as a file, with the standard library only: guardian.py LOCK UID GID COMMAND…
"""

import fcntl
import os
import subprocess
import sys


def watch(lock: str, uid: int, gid: int, command: list[str]) -> None:
    """Wait until nobody holds the shared lock, then stop the server while new users wait for us."""
    holder = os.open(lock, os.O_RDWR)
    fcntl.flock(holder, fcntl.LOCK_EX)
    if os.getuid() == 0:
        subprocess.run(command, user=uid, group=gid, extra_groups=[], cwd="/", check=False)  # noqa: S603
    else:
        subprocess.run(command, cwd="/", check=False)  # noqa: S603


def main(arguments: list[str]) -> None:
    """Leave the starter's session, so that its Ctrl-C and its end do not reach us."""
    if os.fork():
        return
    os.setsid()
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    lock, uid, gid, *command = arguments
    watch(lock, int(uid), int(gid), command)


if __name__ == "__main__":
    main(sys.argv[1:])
