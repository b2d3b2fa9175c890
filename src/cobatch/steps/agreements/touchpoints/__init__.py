"""The acts on agreements and documents, in the order of the process."""

from cobatch.steps.agreements.touchpoints import agreement, answer, effective, submit

__all__ = ["agreement", "answer", "effective", "submit"]
