"""Refusals, read from the source: a stable code, a sentence for people, and where in the payload it stands."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "src" / "cobatch"
CODE = re.compile(r"^[a-z]+(_[a-z]+)*$")
POINTER = re.compile(r"^(/[a-z_0-9]+)+$")


def refusals() -> Iterator[tuple[str, ast.Call]]:
    """(place, call) of every `Refusal(...)` in our own code."""
    for file in sorted(HOUSE.rglob("*.py")):
        if "tests" in file.parts or "migrations" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                yield f"{file.relative_to(HOUSE)}:{node.lineno}", node


ALL = list(refusals())


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_there_are_refusals_to_look_at():
    assert len(ALL) > 80


def test_codes_are_words_that_programs_may_rely_on():
    wrong = [(place, code) for place, call in ALL if (code := literal(call.args[0])) and not CODE.match(code)]
    assert wrong == []


def test_no_sentence_is_left_untranslated_or_put_together_from_pieces():
    """A literal or an f-string as text would never reach a translator."""
    wrong = [place for place, call in ALL if isinstance(call.args[1], ast.Constant | ast.JoinedStr)]
    assert wrong == []


def test_pointers_lead_into_the_payload():
    wrong = [
        (place, pointer)
        for place, call in ALL
        if len(call.args) > 2 and (pointer := literal(call.args[2])) and not POINTER.match(pointer)
    ]
    assert wrong == []


def sentences() -> Iterator[tuple[str, str]]:
    """Everything inside `_()` that stands in a file with refusals."""
    for file in {HOUSE / place.partition(":")[0] for place, _call in ALL}:
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "_"
                and node.args
            ) and (text := literal(node.args[0])):
                yield str(file.relative_to(HOUSE)), text


@pytest.mark.parametrize("place", sorted({place for place, _text in sentences()}))
def test_sentences_are_sentences_with_named_placeholders(place):
    for where, text in sentences():
        if where != place:
            continue
        assert not re.search(r"%[sd]|\{\}", text), text
        if " " in text and text[0].isupper() and len(text) > 40:
            assert text.endswith((".", "?", ":", ";", "…")), text
