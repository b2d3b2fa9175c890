"""What plans do by themselves: a new forecast supersedes the one before."""

from collections.abc import Iterator
from typing import Any

from cobatch.steps.plans.facts import ForecastPublished
from cobatch.steps.plans.models import ForecastCycle
from cobatch.steps.plans.queries import LIVE
from cobatch.touchpoints.context import Context, Perform
from cobatch.touchpoints.declare import reacts_to


@reacts_to(ForecastPublished)
def supersede_earlier(fact: ForecastPublished, act: Context[Any, Any]) -> Iterator[Perform]:
    """Only the newest forecast of a relationship lives on."""
    earlier = ForecastCycle.objects.filter(
        relationship_id=fact.relationship_id, month__lt=fact.month, state__in=LIVE
    ).order_by("month")
    for pk in earlier.values_list("pk", flat=True):
        yield Perform("plans.supersede", on=pk)
