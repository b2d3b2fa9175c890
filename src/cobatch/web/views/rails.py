"""The rail of eight steps over an order's thread."""

from typing import Any

from cobatch.touchpoints import pages
from cobatch.web.sections import STEPS


def rail_of(name: str, found: Any, side: Any) -> list[dict[str, Any]]:
    """Each step is done once its panel has rows on this order; the furthest begun is where the order stands."""
    if name != "order":
        return []
    begun = {1, 2, 3}
    for panel in pages.panels_of(name):
        if panel.step and any(True for _row in panel.rows(found, side)):
            begun.add(panel.step)
    now = len(STEPS) + 1 if getattr(found, "closed_at", None) else max(begun)
    return [
        {
            "title": step.title,
            "state": "done" if step.number < now else "current" if step.number == now else "todo",
            "url": f"#panel-{step.number}" if step.number in begun and step.number >= 3 else "",  # noqa: PLR2004
        }
        for step in STEPS
    ]
