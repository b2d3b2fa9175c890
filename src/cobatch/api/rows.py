"""A shared record as JSON when its step does not say otherwise: its columns, with pairs as one value.

Only rows that both companies see anyway are written this way; what one keeps to itself is another row.
"""

from functools import cache
from typing import Any

from django.db import models

from cobatch.kernel.columns import MoneyColumns, QuantityColumns
from cobatch.network.rows import SharedRow
from cobatch.touchpoints import records
from cobatch.touchpoints.flow import flow_of
from cobatch.touchpoints.records import Part, Root

SAID_ALREADY = {"id", "version", "state", "relationship", "sponsor", "cmo"}


def is_shared(model: type[models.Model]) -> bool:
    """Whether both companies see the whole row."""
    return issubclass(model, SharedRow)


def head(row: Any) -> dict[str, Any]:
    """What every record begins with."""
    body: dict[str, Any] = {"type": records.name_of(row), "id": row.pk}
    if hasattr(row, "version"):
        body["version"] = row.version
    state = getattr(row, "state", "") or getattr(row, "derived_state", "")
    if state:
        body["state"] = state
    if getattr(row, "relationship_id", None):
        body["relationship"] = row.relationship_id
    return body


def columns(row: Any) -> dict[str, Any]:
    """The row's own columns; a foreign key is the other record's id."""
    pairs, numbers = _pairs(row._meta.model)
    body = {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in SAID_ALREADY | numbers and not isinstance(field, models.BinaryField)
    }
    return body | {name: getattr(row, name) for name in pairs}


def parts(root: Any) -> list[dict[str, Any]]:
    """The rows that belong to a root, each kind in the order of their making."""
    return [
        {
            "type": name,
            **{key: value for key, value in head(part).items() if key in {"id", "state"}},
            **columns(part),
        }
        for name, model, attribute in _parts_of(root._meta.model)
        for part in model._default_manager.filter(**{attribute: root}).order_by("pk")
    ]


@cache
def _pairs(model: type[models.Model]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Names of the values made of two columns, and the columns with their numbers."""
    found = {
        name: pair
        for base in model.__mro__
        for name, pair in vars(base).items()
        if isinstance(pair, MoneyColumns | QuantityColumns)
    }
    return tuple(found), frozenset(pair.number for pair in found.values())


@cache
def _parts_of(model: type[models.Model]) -> tuple[tuple[str, type[models.Model], str], ...]:
    """(name, model, attribute that leads to the root) of each kind of part."""
    return tuple(
        (related.related_model.record, related.related_model, related.field.name)
        for related in model._meta.related_objects
        if issubclass(related.related_model, Part)
        and related.field.name == _way_to_root(related.related_model)
    )


def _way_to_root(part: type[Part]) -> str:
    flow = flow_of(part.record)
    if flow is not None:
        return flow.root
    ways = (
        field.name
        for field in part._meta.concrete_fields
        if isinstance(field.related_model, type) and issubclass(field.related_model, Root)
    )
    return next(ways, "")
