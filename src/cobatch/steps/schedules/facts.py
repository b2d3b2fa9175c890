"""What is heard of schedules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from cobatch.touchpoints.facts import Fact


@dataclass(frozen=True)
class SchedulePublished(Fact):
    """A new version counts now. `starts` holds, by order and line, the planned starts that changed."""

    schedule_id: UUID
    former_id: UUID | None = None
    starts: Mapping[UUID, Mapping[UUID, date]] = field(default_factory=dict)


@dataclass(frozen=True)
class ScheduleAccepted(Fact):
    """The sponsor has accepted the schedule, or said nothing in time."""

    schedule_id: UUID
