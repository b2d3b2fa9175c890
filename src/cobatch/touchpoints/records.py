"""Roots and parts: the records that acts are on, and how they are found."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from cobatch.kernel.refusals import NotYours
from cobatch.network.models import Organisation, Relationship
from cobatch.network.rows import SharedRow

WITH_SIDES = (
    "relationship__sponsor",
    "relationship__cmo",
    "relationship__sponsor_site",
    "relationship__cmo_site",
)


class Root(SharedRow):
    """A record that acts are on: one lock, one version for itself and all its parts."""

    record: ClassVar[str]
    stateful: ClassVar[bool] = True
    with_root: ClassVar[tuple[str, ...]] = ()

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    def subject(self) -> str:
        """The human facts of this record in one line, without its state: "PO 4500018231 · HR-101 · 22 000"."""
        raise LookupError(f"{type(self).__name__} has no subject")

    def searchable(self) -> Iterable[tuple[str, str]]:
        """(kind, text) pairs under which people look for this record."""
        return ()


class Part(SharedRow):
    """A row that belongs to a root and moves only by acts on that root."""

    record: ClassVar[str]
    stateful: ClassVar[bool] = True

    class Meta:
        abstract = True


_BY_NAME: dict[str, type[models.Model]] = {"organisation": Organisation, "relationship": Relationship}


def register(model: type[models.Model], name: str) -> None:
    """Make a record known by its name; a name is never used twice."""
    if _BY_NAME.setdefault(name, model) is not model:
        raise LookupError(f"two records are called {name}")


def model_named(name: str) -> type[Any]:
    """The model of a record name; an unknown name is like a missing record."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise NotYours from None


def name_of(record: models.Model | type[models.Model]) -> str:
    """The record name of a model or one of its rows."""
    model = record if isinstance(record, type) else type(record)
    for name, known in _BY_NAME.items():
        if known is model:
            return name
    raise LookupError(f"{model.__name__} is not a record")


def names() -> list[str]:
    """All record names."""
    return list(_BY_NAME)


def sides(model: type[models.Model]) -> tuple[str, ...]:
    """The joins that bring a record's companies and sites along."""
    if model is Organisation:
        return ()
    if model is Relationship:
        return ("sponsor", "cmo", "sponsor_site", "cmo_site")
    return WITH_SIDES + tuple(getattr(model, "with_root", ()))


def read(model: type[Any], pk: UUID, *, lock: bool = False) -> Any:
    """One root with its companies; missing and not visible are the same answer. Raises NotYours."""
    query = model.objects.select_related(*sides(model))
    if lock:
        query = query.select_for_update(of=("self",), no_key=True)
    try:
        return query.get(pk=pk)
    except model.DoesNotExist:
        raise NotYours from None


def born(**values: Any) -> dict[str, Any]:
    """The columns that a new record takes over from the record it is made under."""
    parent, now = values.pop("under"), values.pop("at", None)
    relationship = parent.relationship
    columns: dict[str, Any] = {
        "relationship": relationship,
        "sponsor_id": relationship.sponsor_id,
        "cmo_id": relationship.cmo_id,
        **values,
    }
    if isinstance(now, datetime):
        columns["created_at"] = now
    return columns
