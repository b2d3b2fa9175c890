"""Every check of a checkout, for `python3 run.py test`: tools first, tests last, one summary."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from cobatch.conf.progress import say

ROOT = Path(__file__).parents[3]
TOOLS = Path(sys.executable).parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOTHING_SELECTED = 5
DJANGO = (sys.executable, "-W", "ignore", "-m", "django")
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", (f"{TOOLS}/ruff", "format", "--check", ".")),
    ("lint", (f"{TOOLS}/ruff", "check", ".")),
    ("architecture", (f"{TOOLS}/lint-imports",)),
    ("types", (f"{TOOLS}/mypy",)),
    ("templates", (f"{TOOLS}/djlint", "--lint", "--profile=django", "src")),
    ("deployment", (*DJANGO, "check", "--deploy", "--fail-level", "WARNING")),
    ("migrations", (*DJANGO, "makemigrations", "--check", "--dry-run")),
    ("documents", (sys.executable, "-m", "cobatch.conf.cli", "docs", "--check")),
)
SETTINGS = {"DJANGO_SETTINGS_MODULE": "cobatch.conf.settings"}


def main(arguments: list[str]) -> int:
    """Every check runs, whatever the earlier ones said."""
    wanted = "--with-browser" in arguments or os.environ.get("CI") == "true"
    arguments = [argument for argument in arguments if argument != "--with-browser"]
    browser = find_browser() or (install_browser() if wanted else None)
    broken = [title for title, command in CHECKS if not _passes(title, command)]
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    # Two browsers on two cores are slower than one, the other tests are not.
    for extra in [arguments] if arguments else [["-m", "not browser", "-n", "2"], ["-m", "browser"]]:
        status, last = _tests(extra)
        for number, word in re.findall(r"(\d+) (passed|failed|skipped|error)", last):
            counts["failed" if word == "error" else word] += int(number)
        if status not in {0, NOTHING_SELECTED}:
            broken.append(f"pytest {' '.join(extra)}")
    if not browser:
        say("Browser tests were skipped: no Chromium here; --with-browser installs it (Debian, as root).")
    say(f"Broken: {', '.join(broken)}." if broken else "All checks passed.")
    say(", ".join(f"{number} {word}" for word, number in counts.items()))
    return 1 if broken or not counts["passed"] else 0


def _passes(title: str, command: tuple[str, ...]) -> bool:
    began = time.monotonic()
    mode = {"COBATCH_MODE": "production"}
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=os.environ | SETTINGS | mode, capture_output=True, text=True, check=False
    )
    say(f"{title:<14}{'BROKEN' if done.returncode else 'ok':<8}{time.monotonic() - began:.1f} s")
    if done.returncode:
        say(done.stdout + done.stderr)
    return done.returncode == 0


def _tests(arguments: list[str]) -> tuple[int, str]:
    """pytest's exit status and its line of counts, while its output is shown as it comes."""
    command, counts = [sys.executable, "-m", "pytest", *arguments], ""
    environment = os.environ | SETTINGS | {"COBATCH_MODE": "test"}
    with subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as running:
        for line in running.stdout or ():
            say(line.rstrip("\n"))
            counts = line if re.search(r" in [\d.]+s", line) else counts
    return running.returncode, counts


def find_browser() -> str | None:
    """Chromium on PATH, where the tests look for it too."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def install_browser() -> str | None:
    """From the system's packages, where there are such and we may."""
    if not shutil.which("apt-get") or os.getuid() != 0:
        return None
    say("Installing Chromium from the system's packages …")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (("update", "-qq"), ("install", "-qq", "-y", "--no-install-recommends", "chromium")):
        subprocess.run(["apt-get", *step], env=quiet, stdout=subprocess.DEVNULL, check=False)  # noqa: S603, S607
    return find_browser()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
