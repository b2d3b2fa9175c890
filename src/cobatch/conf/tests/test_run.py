"""run.py where it cannot go on: one sentence, with the way out, and never a traceback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
RUN = ROOT / "run.py"
AS_IF = (
    "import runpy, sys; {change}; sys.argv = ['run.py', 'demo']; runpy.run_path({run!r}, run_name='__main__')"
)


def said(*command: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, *command],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | environment,
        timeout=110,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("sys.version_info = (3, 10, 4)", "Cobatch needs Python 3.11 or later, and this is 3.10"),
        ("sys.platform = 'win32'", "Cobatch does not run on Windows itself: use WSL 2"),
        ("import platform; platform.libc_ver = lambda: ('', '')", "this has another C library: use Debian"),
        ("import platform; platform.libc_ver = lambda: ('glibc', '2.17')", "this has 2.17: use Debian"),
    ],
)
def test_unfit_machine(change: str, sentence: str) -> None:
    status, text = said("-c", AS_IF.format(change=change, run=str(RUN)))
    assert status == 1
    assert sentence in text


def test_no_command_shows_the_commands() -> None:
    status, text = said(str(RUN))
    assert status == 2
    assert "run.py demo [--port N]" in text


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(RUN, tmp_path)
    (tmp_path / "requirements.lock").write_text("asgiref==3.0.0 --hash=sha256:" + "0" * 64 + "\n")
    return tmp_path


def offline(**more: str) -> dict[str, str]:
    """An index at a closed port, and no other place to look."""
    closed = "http://127.0.0.1:9/simple"
    return {
        "PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": closed, "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1", "COBATCH_DATA": "/nowhere",
    } | more  # fmt: skip


def test_first_start_without_network(copy: Path) -> None:
    status, text = said(str(copy / "run.py"), "demo", **offline())
    assert status == 1
    assert "the package index cannot be reached: the first start needs a network" in text
    assert (copy / ".venv" / "install.log").exists()
    assert not list((copy / ".venv").glob("*.stamp"))


def test_no_wheel_for_this_platform(copy: Path) -> None:
    (copy / "requirements.lock").write_text("asgiref==3.0.0 --hash=sha256:" + "0" * 64 + "\n")
    status, text = said(str(copy / "run.py"), "demo", **offline(PIP_NO_INDEX="1"))
    assert status == 1
    assert "a package has no wheel for this platform: use Linux with glibc 2.28 or later" in text


def test_python_without_venv(copy: Path) -> None:
    change = "import subprocess; real = subprocess.run; subprocess.run = lambda c, **k: real([sys.executable, '-c', '1/0'], **k)"
    status, text = said("-c", AS_IF.format(change=change, run=str(copy / "run.py")), **offline())
    assert status == 1
    assert "this Python cannot make virtual environments: install its venv package" in text
