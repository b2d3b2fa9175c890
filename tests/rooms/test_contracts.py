"""The laws of the house that no tool knows by itself."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from cobatch.network.tenancy import guarded_models, tenancy_of

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "src" / "cobatch"
LONGEST_FILE = 200
LONGEST_FUNCTION = 25
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "base_utils"}
SEEN_BY_LATER_STEPS = {"facts", "models", "queries"}
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals"}


def sources() -> list[Path]:
    """Our own code without migrations and tests."""
    return [
        file
        for file in HOUSE.rglob("*.py")
        if not {"migrations", "tests"} & set(file.relative_to(HOUSE).parts)
    ]


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(HOUSE.parent).with_suffix("").parts).removesuffix(".__init__")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def peeks(module: str, tree: ast.AST) -> list[str]:
    """Imports of another step beyond what it shows to later ones."""
    step = module.split(".")[2]
    return [
        name
        for name in imported(tree)
        if name.startswith("cobatch.steps.")
        and (parts := name.split("."))[2] != step
        and (len(parts) < 4 or parts[3] not in SEEN_BY_LATER_STEPS)
    ]


def long_functions(tree: ast.AST, longest: int = LONGEST_FUNCTION) -> list[str]:
    """Counted without their docstring, which may say as much as it must."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            described = ast.get_docstring(node) is not None and len(node.body) > 1
            first = node.body[1 if described else 0].lineno
            if (node.end_lineno or first) - first + 1 > longest:
                found.append(node.name)
    return found


def test_layers_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_room_is_in_a_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = {room.strip() for entry in contracts[0]["layers"] for room in entry.split("|")}
    rooms = {f"cobatch.{folder.name}" for folder in HOUSE.iterdir() if (folder / "__init__.py").exists()}
    assert rooms <= layers, f"without a layer: {rooms - layers}"


def test_every_step_is_in_the_order_of_the_process() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    order = [entry.removeprefix("cobatch.steps.") for entry in reversed(contracts[1]["layers"])]
    steps = {folder.name for folder in (HOUSE / "steps").iterdir() if (folder / "__init__.py").exists()}
    assert steps <= set(order), f"without a place: {steps - set(order)}"
    assert [step for step in settings.STEPS if step in order] == [
        step for step in order if step in settings.STEPS
    ]


def test_steps_see_only_what_others_show() -> None:
    found = {
        module: seen
        for file in sources()
        if (module := name_of(file)).startswith("cobatch.steps.")
        and (seen := peeks(module, ast.parse(file.read_text())))
    }
    assert found == {}


@pytest.mark.parametrize("line", ["from cobatch.steps.orders.guards import x", "import cobatch.steps.orders"])
def test_peeking_is_noticed(line: str) -> None:
    assert peeks("cobatch.steps.batches.queries", ast.parse(line))
    assert not peeks("cobatch.steps.orders.queries", ast.parse(line))
    assert not peeks(
        "cobatch.steps.batches.queries", ast.parse("from cobatch.steps.orders.facts import OrderAgreed")
    )


def test_names_say_something() -> None:
    assert [name_of(file) for file in sources() if set(name_of(file).split(".")) & EMPTY_WORDS] == []


def test_files_are_short() -> None:
    long = {
        name_of(file): lines
        for file in sources()
        if (lines := len(file.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_functions_are_short() -> None:
    long = {
        name_of(file): names for file in sources() if (names := long_functions(ast.parse(file.read_text())))
    }
    assert long == {}


def test_long_function_is_noticed() -> None:
    body = "\n".join("    pass" for _ in range(LONGEST_FUNCTION + 1))
    assert long_functions(ast.parse(f"def long():\n{body}")) == ["long"]
    assert long_functions(ast.parse('def short():\n    """Says\n    much."""\n    pass')) == []


def test_no_business_effect_hangs_on_a_signal() -> None:
    users = [
        name_of(file)
        for file in sources()
        if any(name.startswith(tuple(SIGNALS)) for name in imported(ast.parse(file.read_text())))
    ]
    assert users == []


def test_foreign_keys_point_to_earlier_steps() -> None:
    order = {f"cobatch.steps.{step}": place for place, step in enumerate(settings.STEPS)}
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and place_of(field.related_model, order) > place_of(model, order)
    ]
    assert wrong == []


def place_of(model: type[models.Model], order: dict[str, int]) -> int:
    """Shared rooms come before all steps."""
    return order.get(model._meta.app_config.name, -1)


def test_every_table_says_whose_rows_it_holds() -> None:
    assert [model.__name__ for model in guarded_models() if not tenancy_of(model)] == []
