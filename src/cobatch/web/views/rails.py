"""The rail of eight steps over an order's thread."""

from typing import Any

from cobatch.steps.orders.models import LineState
from cobatch.web.sections import STEPS

ORDER, SCHEDULE, MAKE, RELEASE, SHIP, PAY = 3, 4, 5, 6, 7, 8
STANDS_AT = {
    LineState.CONFIRMED: SCHEDULE,
    LineState.IN_PRODUCTION: MAKE,
    LineState.READY_TO_SHIP: SHIP,
    LineState.SHIPPED: SHIP,
    LineState.RECEIVED: SHIP,
    LineState.COMPLETE: PAY,
}


def rail_of(name: str, found: Any, panels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A step is done once every live line has passed it; the line furthest behind says where the order stands."""
    if name != "order":
        return []
    begun = {panel["step"] for panel in panels if panel["rows"]}
    now = len(STEPS) + 1 if found.closed_at else _furthest_behind(found, begun)
    return [
        {
            "title": step.title,
            "state": "done" if step.number < now else "current" if step.number == now else "todo",
            "url": f"#panel-{step.number}" if step.number in begun else "",
        }
        for step in STEPS
    ]


def _furthest_behind(order: Any, begun: set[int]) -> int:
    states = [line.state for line in order.lines.all() if line.state != LineState.CANCELLED]
    now = min((STANDS_AT.get(LineState(state), ORDER) for state in states), default=ORDER)
    # A confirmed line whose batch is made ready is in the making; one in the making may await its release.
    if now == SCHEDULE and MAKE in begun:
        return MAKE
    return RELEASE if now == MAKE and RELEASE in begun else now
