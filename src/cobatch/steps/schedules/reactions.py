"""What a new version of the schedule brings about."""

from collections.abc import Iterator

from cobatch.network.models import Relationship
from cobatch.steps.schedules.facts import SchedulePublished
from cobatch.steps.schedules.payloads import Plan, StartsPlanned
from cobatch.touchpoints.context import Context, Perform
from cobatch.touchpoints.declare import reacts_to


@reacts_to(SchedulePublished)
def former_version_ends(fact: SchedulePublished, act: Context[Relationship, Plan]) -> Iterator[Perform]:
    """Only the newest version counts."""
    if fact.former_id is not None:
        yield Perform("schedules.supersede", on=fact.former_id)


@reacts_to(SchedulePublished)
def lines_are_planned(fact: SchedulePublished, act: Context[Relationship, Plan]) -> Iterator[Perform]:
    """The lines of each order take over when their first batch starts, where that changed."""
    for order_id, starts in fact.starts.items():
        payload = StartsPlanned(starts={str(line_id): day for line_id, day in starts.items()})
        yield Perform("schedules.plan_lines", on=order_id, payload=payload)
