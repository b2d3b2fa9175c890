"""What every touch point must have, read from the catalogue: nothing is listed here by hand."""

import importlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from django.conf import settings
from pydantic import BaseModel

from cobatch.kernel.groups import check_groups
from cobatch.kernel.roles import ROLES_OF
from cobatch.kernel.sides import Side
from cobatch.touchpoints import pages, records
from cobatch.touchpoints.checks import check_catalogue
from cobatch.touchpoints.declare import catalogue
from cobatch.touchpoints.flow import flow_of, flows

ROOT = Path(__file__).parents[2]
STEPS = ROOT / "src" / "cobatch" / "steps"
ALL = list(catalogue().values())
BY_PEOPLE = [touchpoint for touchpoint in ALL if not touchpoint.automatic]
AUTOMATIC = [touchpoint for touchpoint in ALL if touchpoint.automatic]


def codes(touchpoints) -> list[str]:
    return [touchpoint.code for touchpoint in touchpoints]


def models_in(model: type[BaseModel], seen: set[type] | None = None) -> Iterator[type[BaseModel]]:
    """The payload class and every class inside it."""
    known = seen if seen is not None else set()
    if model in known:
        return
    known.add(model)
    yield model
    for field in model.model_fields.values():
        for inner in _classes(field.annotation):
            yield from models_in(inner, known)


def _classes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _classes(argument)


def ours(model: type[BaseModel]) -> bool:
    """Declared by a step: Money and Quantity are values, described by the field that holds them."""
    return model.__module__.startswith(("cobatch.steps.", "cobatch.touchpoints."))


def test_the_start_up_checks_find_nothing():
    assert check_catalogue() == []


@pytest.mark.parametrize("step", settings.STEPS)
def test_each_step_lists_exactly_its_touch_points(step):
    package = importlib.import_module(f"cobatch.steps.{step}")

    assert sorted(package.TOUCHPOINTS) == sorted(code for code in catalogue() if code.startswith(f"{step}."))
    assert len(set(package.TOUCHPOINTS)) == len(package.TOUCHPOINTS)


@pytest.mark.parametrize("touchpoint", ALL, ids=codes(ALL))
def test_every_touch_point_says_what_it_does(touchpoint):
    assert touchpoint.doc.strip().endswith((".", ":", ")")), "a sentence"
    assert str(touchpoint.title)[:1].isupper()
    assert str(touchpoint.said)[:1].islower(), "continues the name of a company"
    assert not str(touchpoint.said).endswith(".")


@pytest.mark.parametrize("touchpoint", ALL, ids=codes(ALL))
def test_every_field_says_what_it_is_for_and_to_whom_it_is_disclosed(touchpoint):
    check_groups(touchpoint.takes)

    assert [
        f"{model.__name__}.{name}"
        for model in filter(ours, models_in(touchpoint.takes))
        for name, field in model.model_fields.items()
        if not field.description
    ] == []


@pytest.mark.parametrize("touchpoint", AUTOMATIC, ids=codes(AUTOMATIC))
def test_every_automatic_act_is_brought_about_by_something(touchpoint):
    """A reaction or a clock names it by its code, beside the declaration itself."""
    named = sum(
        file.read_text().count(f'"{touchpoint.code}"')
        for file in STEPS.rglob("*.py")
        if "tests" not in file.parts and file.name not in ("__init__.py", "flow.py")
    )
    assert named > 1


@pytest.mark.parametrize("touchpoint", BY_PEOPLE, ids=codes(BY_PEOPLE))
def test_every_act_of_people_is_named_in_a_test_of_its_step(touchpoint):
    """By its code, or by its verb as the name of a test file."""
    folder = STEPS / touchpoint.step / "tests"
    if (folder / f"test_{touchpoint.code.partition('.')[2]}.py").exists():
        return

    texts = [file.read_text() for file in folder.glob("*.py")]

    assert any(f'"{touchpoint.code}"' in text or touchpoint.effect.__name__ in text for text in texts)


def test_no_role_acts_for_a_side_it_does_not_belong_to():
    wrong = [
        (touchpoint.code, str(role))
        for touchpoint in BY_PEOPLE
        if touchpoint.by is not Side.EITHER
        for role in touchpoint.roles
        if role not in ROLES_OF[touchpoint.by]
    ]
    assert wrong == []


def test_an_auditor_and_an_executive_change_nothing():
    """They look; no touch point of the catalogue is theirs."""
    assert [t.code for t in BY_PEOPLE if {"auditor"} & {str(role) for role in t.roles}] == []


def test_signed_acts_on_batches_say_what_they_mean():
    """A disposition is signed by each company separately: two touch points, one meaning each."""
    signed = {touchpoint.code: str(touchpoint.sign) for touchpoint in BY_PEOPLE if touchpoint.sign}

    assert {signed["quality.certify"], signed["quality.release"]} == {"APPROVED"}
    assert signed["quality.certify_release"] == "CERTIFIED"
    assert signed["agreements.submit_document"] == "AUTHORED"
    assert signed["agreements.review_document"] == "REVIEWED"
    assert signed["agreements.approve_document"] == "APPROVED"


def test_every_state_that_is_entered_can_be_left_or_is_an_end():
    entered = {(m.record, target) for t in ALL for m in t.moves for target in m.targets}
    left = {(m.record, source) for t in ALL for m in t.moves for source in m.sources}
    stuck = [
        (record, state)
        for record, state in sorted(entered - left)
        if (flow := flow_of(record)) and state not in {*map(str, flow.ends), *map(str, flow.lasting)}
    ]
    assert stuck == []


def test_every_wait_is_for_somebody_who_can_end_it():
    """The act waited for belongs to the side waited on, and its roles exist there."""
    for flow in flows():
        for state in flow.waits:
            for wait in flow.waits_in(state):
                touchpoint = catalogue()[wait.code]
                sides = [wait.on] if isinstance(wait.on, Side) else [Side.SPONSOR, Side.CMO]
                for side in sides:
                    if touchpoint.by in (side, Side.EITHER):
                        assert set(touchpoint.roles) & ROLES_OF[side], (flow.record, state, wait.code)


def test_every_record_with_states_has_a_tone_for_each():
    missing = {
        flow.record: sorted({str(s) for s in flow.states} - {str(s) for s in flow.tones}) for flow in flows()
    }
    assert {record: states for record, states in missing.items() if states} == {}


def test_every_root_that_people_act_on_has_a_page():
    roots = {records.name_of(t.on) for t in BY_PEOPLE} | {
        records.name_of(t.creates) for t in BY_PEOPLE if t.creates
    }
    assert sorted(name for name in roots - {"organisation"} if pages.detail_of(name) is None) == []


def test_catalogue_numbers_are_given_once_per_act_they_name():
    """TP-40 is match and approve; no number names acts of two steps."""
    steps: dict[str, set[str]] = {}
    for touchpoint in ALL:
        if touchpoint.catalogue:
            steps.setdefault(touchpoint.catalogue, set()).add(touchpoint.step)
    assert {number: names for number, names in steps.items() if len(names) > 1} == {}
    assert {"TP-01", "TP-12", "TP-20", "TP-34", "TP-36", "TP-40", "TP-42"} <= set(steps)


def test_titles_are_told_apart_on_one_record():
    twice = Counter((records.name_of(t.on), str(t.title)) for t in BY_PEOPLE)
    assert [pair for pair, count in twice.items() if count > 1] == []
