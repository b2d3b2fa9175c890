"""The acts on orders, in the order of the process."""

from cobatch.steps.orders.touchpoints import confirm, follow, issue, resolve

__all__ = ["confirm", "follow", "issue", "resolve"]
