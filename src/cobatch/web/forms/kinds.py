"""What kind of input a payload field becomes."""

import types
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity
from cobatch.touchpoints.choices import Choose, Upload

LONG = 200
SIMPLE: dict[Any, str] = {
    Money: "money",
    Quantity: "quantity",
    datetime: "datetime",
    date: "date",
    bool: "checkbox",
    int: "number",
    Decimal: "number",
    UUID: "text",
}


@dataclass(frozen=True)
class Kind:
    """How one field is asked for: the input, what is inside a group or row, and what may be chosen."""

    name: str
    model: type[BaseModel] | None = None
    options: tuple[Any, ...] = ()
    source: str = ""
    many: bool = False


def kind_of(field: FieldInfo) -> Kind:
    """The kind of a payload field."""
    inner, markers = _unwrapped(field.annotation)
    markers = [*field.metadata, *markers]
    source = next((marker.source for marker in markers if isinstance(marker, Choose)), "")
    if any(isinstance(marker, Upload) for marker in markers):
        return Kind("file")
    if get_origin(inner) in (list, tuple):
        return _of_many(inner, source)
    if source:
        return Kind("choice", source=source)
    return _of_one(inner, markers)


def _of_many(annotation: Any, source: str) -> Kind:
    inner, markers = _unwrapped(get_args(annotation)[0])
    source = source or next((marker.source for marker in markers if isinstance(marker, Choose)), "")
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return Kind("rows", model=inner, many=True)
    if isinstance(inner, type) and issubclass(inner, Enum):
        return Kind("checkboxes", options=tuple(inner), many=True)
    if source:
        return Kind("checkboxes", source=source, many=True)
    return Kind("text", many=True)


def _of_one(inner: Any, markers: list[Any]) -> Kind:
    if get_origin(inner) is Literal:
        return Kind("choice", options=get_args(inner))
    if inner in SIMPLE:
        return Kind(SIMPLE[inner])
    if isinstance(inner, type) and issubclass(inner, Enum):
        return Kind("choice", options=tuple(inner))
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return Kind("group", model=inner)
    longest = max((getattr(marker, "max_length", None) or 0 for marker in markers), default=0)
    return Kind("textarea" if longest > LONG else "text")


def _unwrapped(annotation: Any) -> tuple[Any, list[Any]]:
    """The type inside Optional and Annotated, and the markers met on the way."""
    markers: list[Any] = []
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *found = get_args(annotation)
            markers += found
        elif origin in (Union, types.UnionType):
            others = [each for each in get_args(annotation) if each is not type(None)]
            if len(others) != 1:
                return annotation, markers
            annotation = others[0]
        else:
            return annotation, markers
