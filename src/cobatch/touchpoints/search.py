"""Numbers and names under which people find records; written with the act that made them."""

from typing import Any

from django.db.models import Q

from cobatch.touchpoints import records
from cobatch.touchpoints.models import Found
from cobatch.touchpoints.performing import Performance

SHORTEST = 2


def write(performance: Performance) -> None:
    """Make a new root findable, and add the numbers that an act gave to an older one."""
    context, root = performance.context, performance.root
    pairs = list(context.changes.found)
    if context.made is not None and hasattr(root, "searchable"):
        pairs += list(root.searchable())
    if not pairs:
        return
    relationship = getattr(root, "relationship", None)
    Found.objects.bulk_create(
        [
            Found(
                relationship=relationship,
                sponsor_id=relationship.sponsor_id if relationship else None,
                cmo_id=relationship.cmo_id if relationship else None,
                organisation=context.actor.organisation,
                kind=kind,
                text=text[:120],
                root_type=records.name_of(root),
                root_id=root.pk,
                subject=root.subject(),
            )
            for kind, text in dict.fromkeys(pairs)
            if text
        ],
        ignore_conflicts=True,
    )


def find(text: str, limit: int = 20) -> list[Any]:
    """Records of the chosen organisation whose numbers or names contain the text."""
    words = text.strip().upper()
    if len(words) < SHORTEST:
        return []
    rows = Found.objects.filter(Q(text__icontains=words)).order_by("text", "-pk")[: limit * 3]
    seen: dict[Any, Any] = {}
    for row in rows:
        seen.setdefault(row.root_id, row)
    return list(seen.values())[:limit]
