"""Writing what one effect changed, in as few statements as the changes allow."""

from collections import defaultdict
from typing import Any

from django.db import models

from cobatch.touchpoints.context import Context


def flush(act: Context[Any, Any]) -> None:
    """Write changed columns and states, and the root's next version (an act on a root counts it up)."""
    root = act.made if act.made is not None else act.on
    dirty = dict(act.changes.dirty)
    if act.made is None:
        root.version += 1
        dirty.setdefault(root, set()).add("version")
    elif act.on in dirty and hasattr(act.on, "version"):
        act.on.version += 1
        dirty[act.on].add("version")
    groups: dict[tuple[type[models.Model], frozenset[str]], list[Any]] = defaultdict(list)
    for record, columns in dirty.items():
        groups[type(record), frozenset(columns)].append(record)
    for (model, columns), rows in groups.items():
        _update(model, sorted(columns), rows)
    act.changes.dirty.clear()


def _update(model: type[models.Model], columns: list[str], rows: list[Any]) -> None:
    values = [{name: getattr(row, name) for name in columns} for row in rows]
    if all(each == values[0] for each in values):
        model._default_manager.filter(pk__in=[row.pk for row in rows]).update(**values[0])
    else:
        model._default_manager.bulk_update(rows, columns)
