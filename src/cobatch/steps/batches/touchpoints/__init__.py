"""The acts on batches, in the order of the process."""

from cobatch.steps.batches.touchpoints import create, start, report_stage, report_output, review  # isort: skip

__all__ = ["create", "report_output", "report_stage", "review", "start"]
