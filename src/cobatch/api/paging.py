"""Lists by pages, newest first after a given id: no row is skipped or repeated while others are written."""

from typing import Any

from django.db import models
from django.db.models import QuerySet

from cobatch.api.incoming import Window
from cobatch.network.models import Organisation


def of_company(model: type[models.Model], company: Organisation) -> list[QuerySet[Any]]:
    """The company's rows, one query for each side it can be on: each is served by an index, an OR by none."""
    names = {field.name for field in model._meta.get_fields()}
    rows = model._default_manager
    if {"sponsor", "cmo"} <= names:
        sides = {"sponsor_id": company.is_sponsor, "cmo_id": company.is_cmo}
        return [rows.filter(**{side: company.pk}) for side, taken in sides.items() if taken]
    if "organisation" in names:
        return [rows.filter(organisation_id=company.pk)]
    raise LookupError(f"{model.__name__} does not say whose rows it holds")


def page(queries: list[QuerySet[Any]], wanted: Window) -> tuple[list[Any], str | None]:
    """The rows of one page, and the cursor of the next."""
    found: dict[Any, Any] = {}
    narrowed: dict[str, Any] = {} if wanted.after is None else {"pk__lt": wanted.after}
    if wanted.relationship is not None:
        narrowed["relationship_id"] = wanted.relationship
    for query in queries:
        found |= {row.pk: row for row in query.filter(**narrowed).order_by("-pk")[: wanted.limit + 1]}
    rows = [found[pk] for pk in sorted(found, reverse=True)]
    shown = rows[: wanted.limit]
    return shown, str(shown[-1].pk) if len(rows) > wanted.limit else None
