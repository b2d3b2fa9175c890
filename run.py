"""Cobatch from a checkout, with nothing but Python: `python3 run.py demo`, `test`, `bench` or `cobatch …`."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the first thing an older Python must be told
    sys.exit(
        "Cobatch needs Python 3.11 or later, and this is {}.{}: start it with a newer one.".format(
            *sys.version_info[:2]
        )
    )

if sys.platform == "win32":
    sys.exit("Cobatch does not run on Windows itself: use WSL 2, where these same commands work.")

import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
USAGE = """usage: python3 run.py demo [--port N] [--data FOLDER] [--reset]
       python3 run.py test [--with-browser] [arguments of pytest]
       python3 run.py bench
       python3 run.py cobatch …"""
# What installers say, and what that means for the person who reads it; the first match counts.
REASONS = (
    ("No space left", "the disk is full: make room (about 1 GB) and start again"),
    (
        r"NewConnectionError|Failed to establish|name resolution|dns error|error sending request|[Tt]imed out"
        r"|[Cc]onnection (refused|reset)|client error|Network is unreachable|ProxyError|Failed to fetch",
        "the package index cannot be reached: the first start needs a network or a mirror set for pip, "
        "later ones need none",
    ),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch",
        "a package differs from the one that was locked: check the mirror it came from, and start again",
    ),
    (
        r"No matching distribution|no wheels? with a matching|not a supported wheel|has no usable wheels",
        "a package has no wheel for this platform: "
        "use Linux with glibc 2.28 or later, or macOS on Apple silicon",
    ),
)


def main(arguments: list[str]) -> int:
    kind, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if kind not in {"demo", "test", "bench", "cobatch"}:
        print(USAGE)
        return 0 if kind in {"-h", "--help"} else 2
    refuse_platform()
    install("requirements-dev.lock" if kind in {"test", "bench"} else "requirements.lock")
    module = "cobatch.conf.verification" if kind == "test" else "cobatch.conf.cli"
    command = [kind, *rest] if kind in {"demo", "bench"} else rest
    sys.stdout.flush()
    # In our place, so that Ctrl-C and a service manager reach it directly.
    return os.execv(PYTHON, [str(PYTHON), "-m", module, *command])  # noqa: S606


def refuse_platform() -> None:
    """Before anything is downloaded that could not run."""
    name, version = platform.libc_ver()
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if sys.platform == "linux" and (name != "glibc" or numbers < (2, 28)):
        fail(
            f"Cobatch needs glibc 2.28 or later, and this has {version or 'another C library'}: "
            "use Debian, Ubuntu, Fedora or the like."
        )


def fail(sentence: str) -> NoReturn:
    sys.exit(f"cobatch: {sentence}")


def install(lock: str) -> None:
    """Make `.venv` hold exactly what is locked; a stamp lets later starts skip all of it."""
    held = VENV / lock.replace(".lock", ".stamp")
    digest = hashlib.sha256(
        (ROOT / lock).read_bytes() + sys.version.encode() + str(ROOT).encode()
    ).hexdigest()
    if held.exists() and held.read_text() == digest and PYTHON.exists():
        return
    (ROOT / ".data").mkdir(exist_ok=True)
    with (ROOT / ".data" / "install.lock").open("w") as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)
        if held.exists() and held.read_text() == digest and PYTHON.exists():
            return
        for stamp in VENV.glob("*.stamp"):
            stamp.unlink()
        uv = shutil.which("uv")
        make_environment(uv)
        fetch(ROOT / lock, uv)
        place = f"python{sys.version_info.major}.{sys.version_info.minor}"
        (VENV / "lib" / place / "site-packages" / "cobatch.pth").write_text(f"{ROOT / 'src'}\n")
        held.write_text(digest)


def make_environment(uv: str | None) -> None:
    same = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]!r})"
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", same], check=False).returncode == 0:
        return
    print("Making the virtual environment …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if (
        uv
        and subprocess.run([uv, "venv", "-q", "--python", sys.executable, VENV], check=False).returncode == 0
    ):
        return
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        fail(
            "this Python cannot make virtual environments: install its venv package "
            "(Debian: apt-get install python3-venv)."
        )


def fetch(lock: Path, uv: str | None) -> None:
    count = len(re.findall(r"^[\w.-]+(\[.*\])?==", lock.read_text(), re.MULTILINE))
    options = ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    ways = [[uv, "pip", "install", "--python", str(PYTHON), *options]] if uv else []
    if not uv or (VENV / "bin" / "pip").exists():
        ways.append([str(PYTHON), "-m", "pip", "install", "--retries", "2", "--no-input", *options])
    print(
        f"Installing {count} locked packages with {'uv' if uv else 'pip'} (once; about a minute with pip) …",
        flush=True,
    )
    began, said = time.monotonic(), ""
    for command in ways:
        code, output = shown(command)
        if code == 0:
            print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)
            return
        said += output
    (VENV / "install.log").write_text(said)
    for pattern, meaning in REASONS:
        if re.search(pattern, said):
            fail(f"{meaning} (details in {VENV / 'install.log'}).")
    fail(f"the packages could not be installed: see {VENV / 'install.log'}.")


def shown(command: list[str]) -> tuple[int, str]:
    """Run, showing on a terminal which package is at hand."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        assert running.stdout is not None  # noqa: S101
        lines = []
        for line in running.stdout:
            lines.append(line)
            if sys.stdout.isatty() and line.startswith(("Collecting", "  Downloading", " + ")):
                print(f"\r  {line.strip()[:70]:<70}", end="\r", flush=True)
    return running.returncode, "".join(lines)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
