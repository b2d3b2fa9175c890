"""The acts on invoices, in the order of the process."""

from cobatch.steps.invoices.touchpoints import submit, match, approve, pay  # isort: skip

__all__ = ["approve", "match", "pay", "submit"]
