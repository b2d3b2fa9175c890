"""What later steps may hear of parties."""

from dataclasses import dataclass
from uuid import UUID

from cobatch.touchpoints.facts import Fact


@dataclass(frozen=True)
class RelationshipBegun(Fact):
    """Two companies have agreed to work on one shared record."""

    relationship_id: UUID


@dataclass(frozen=True)
class PersonAdded(Fact):
    """A company has a new person, who must choose a password before signing in."""

    person_id: UUID
