"""The acts of administrators and of companies that begin to work together."""

from cobatch.steps.parties.touchpoints import items, people, relationships, tokens

__all__ = ["items", "people", "relationships", "tokens"]
