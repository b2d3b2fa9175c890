"""The acts on quality documents and dispositions, in the order of the process."""

from cobatch.steps.quality.touchpoints import certify, expect, issue, reject, release, review, submit

__all__ = ["certify", "expect", "issue", "reject", "release", "review", "submit"]
