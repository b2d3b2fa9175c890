"""The validation trace: which tests show that a touch point does what it says (GAMP 5, 21 CFR 11.10(a))."""

import ast
from collections.abc import Iterator
from pathlib import Path

from cobatch.touchpoints.declare import TouchPoint, catalogue
from cobatch.touchpoints.describe import NOTICE, document

HOUSE = Path(__file__).parents[1]
CHECKOUT = HOUSE.parents[1]


@document("trace.md")
def trace_text() -> str:
    """Each touch point with the tests written for it, as sentences."""
    parts = [
        NOTICE,
        "# Validation trace\n",
        "Every touch point is also in the matrix of states, sides and roles",
    ]
    parts += ["(`tests/rooms/test_matrix.py`), in the random walk and in the crawl of strangers.\n"]
    for touchpoint in catalogue().values():
        parts += _entry(touchpoint)
    return "\n".join(parts).rstrip() + "\n"


def _entry(touchpoint: TouchPoint) -> Iterator[str]:
    number = f" ({touchpoint.catalogue})" if touchpoint.catalogue else ""
    yield f"## `{touchpoint.code}`{number}\n"
    found = False
    for path in _test_files(touchpoint):
        for name in _tests(path):
            found = True
            yield f"- {name.removeprefix('test_').replace('_', ' ')} · `{path.relative_to(CHECKOUT)}`"
    if not found:
        yield (
            "- automatic: shown by the tests of the acts that cause it" if touchpoint.automatic else "- none"
        )
    yield ""


def _test_files(touchpoint: TouchPoint) -> Iterator[Path]:
    """test_<verb>.py of the step; else its files that name the touch point."""
    verb = touchpoint.code.split(".")[1]
    folder = HOUSE / "steps" / touchpoint.step / "tests"
    own = folder / f"test_{verb}.py"
    if own.exists():
        yield own
        return
    for path in sorted(folder.glob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if touchpoint.code in text or verb in text:
            yield path


def _tests(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
