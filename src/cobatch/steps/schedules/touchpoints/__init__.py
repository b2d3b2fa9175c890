"""The acts on schedules, in the order of the process."""

from cobatch.steps.schedules.touchpoints import publish, answer, follow  # isort: skip

__all__ = ["answer", "follow", "publish"]
