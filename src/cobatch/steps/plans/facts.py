"""What later steps may hear of plans."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cobatch.touchpoints.facts import Fact


@dataclass(frozen=True)
class ForecastPublished(Fact):
    """The sponsor has published the forecast of a month."""

    cycle_id: UUID
    relationship_id: UUID
    month: date


@dataclass(frozen=True)
class ForecastAgreed(Fact):
    """Both companies have signed what they agree to; binding quantities are written."""

    cycle_id: UUID
    relationship_id: UUID
    month: date
