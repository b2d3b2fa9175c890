"""What an act tells the steps that come after it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """Something that has happened, in the past participle; later steps may react to it."""
