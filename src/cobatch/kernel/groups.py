"""Groups of a payload's fields: what is disclosed together, and to whom.

Every value names its group, `Annotated[Money, group.commercial]`; nested models and lists of them only hold
values and need none, unless one group is meant for everything inside.
"""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from typing_extensions import TypeAliasType

from cobatch.kernel.canonical import plain

Models = tuple[type[BaseModel], ...]


class Group(StrEnum):
    quality = "quality"
    logistics = "logistics"
    commercial = "commercial"
    person = "person"


group = Group  # reads as a marker in an annotation: Annotated[str, group.quality]


@dataclass(frozen=True)
class _Place:
    """What stands at one field: its group, the models inside, and whether plain values stand there too."""

    groups: frozenset[Group]
    models: Models
    leaf: bool

    @property
    def group(self) -> Group | None:
        return next(iter(self.groups)) if len(self.groups) == 1 else None


def group_of(field: FieldInfo) -> str | None:
    return _place((field,)).group


def check_groups(model: type[BaseModel]) -> None:
    """Raises TypeError naming every value without a group, and every value that two groups claim."""
    if wrong := list(_wrong((model,), "", None, frozenset())):
        raise TypeError(f"{model.__name__}: " + "; ".join(wrong))


def project(value: BaseModel | dict[str, Any], model: type[BaseModel], group_name: str) -> Any | None:
    """The part of a payload that belongs to one group, at its own place; None when it says nothing.

    Lists keep their length and order, with {} for a row that has nothing of the group. What the model does
    not declare belongs to no group and is in no part.
    """
    part = _part(plain(value), (model,), Group(group_name))
    return None if _silent(part) else part


def split(value: BaseModel) -> dict[str, Any]:
    """Every group that says something, with its part."""
    parts = {each.value: project(value, type(value), each) for each in Group}
    return {name: part for name, part in parts.items() if part is not None}


def _part(value: Any, models: Models, wanted: Group) -> Any:
    if isinstance(value, list):
        return [_part(each, models, wanted) for each in value]
    part: dict[str, Any] = {}
    places = _places(models)
    for key in places.keys() & (value if isinstance(value, dict) else {}):
        place = places[key]
        if place.group is wanted:
            part[key] = value[key]
        elif not place.groups and not _silent(inner := _part(value[key], place.models, wanted)):
            part[key] = inner
    return part


def _silent(value: Any) -> bool:
    """Nothing but absent values: not worth a disclosure."""
    if isinstance(value, dict):
        return all(map(_silent, value.values()))
    if isinstance(value, list):
        return all(map(_silent, value))
    return value is None


Above = frozenset[tuple[Models, Group | None]]


def _wrong(models: Models, path: str, outer: Group | None, above: Above) -> Iterator[str]:
    for name, place in _places(models).items():
        at = f"{path}{name}"
        claimed = place.groups | ({outer} if outer else set())
        if len(claimed) > 1:
            yield f"{at} belongs to more than one group: {', '.join(sorted(claimed))}"
        elif not claimed and place.leaf:
            yield f"{at} names no group"
        inner = (place.models, place.group or outer)
        if place.models and inner not in above:
            yield from _wrong(place.models, f"{at}.", inner[1], above | {inner})


@cache
def _places(models: Models) -> dict[str, _Place]:
    """By name over all models of a union: one name means one group, which `check_groups` sees to."""
    names = dict.fromkeys(name for model in models for name in model.model_fields)
    return {
        name: _place(tuple(m.model_fields[name] for m in models if name in m.model_fields)) for name in names
    }


def _place(fields: tuple[FieldInfo, ...]) -> _Place:
    found = [each for field in fields for each in (*field.metadata, *_inside(field.annotation))]
    models = dict.fromkeys(each for each in found if isinstance(each, type) and issubclass(each, BaseModel))
    groups = frozenset(each for each in found if isinstance(each, Group))
    return _Place(groups, tuple(models), any(each is _LEAF for each in found))


_LEAF = object()


def _inside(annotation: Any) -> Iterator[Any]:
    """Markers, models and leaves of a type, through Optional, unions, lists and Annotated."""
    if isinstance(annotation, TypeAliasType):
        yield from _inside(annotation.__value__)
    elif get_origin(annotation) is Annotated:
        inner, *markers = get_args(annotation)
        yield from markers
        yield from _inside(inner)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif _is_wrapping(annotation):
        for each in get_args(annotation):
            yield from _inside(each)
    elif annotation not in (type(None), Ellipsis):
        yield _LEAF


def _is_wrapping(annotation: Any) -> bool:
    origin = get_origin(annotation)
    return origin in (Union, types.UnionType) or (origin is not Literal and bool(get_args(annotation)))
