"""What parties do on their own facts: a new person is welcomed by mail."""

from collections.abc import Iterator
from typing import Any

from procrastinate.contrib.django import app as jobs

from cobatch.steps.parties.facts import PersonAdded
from cobatch.touchpoints.context import Context, Perform
from cobatch.touchpoints.declare import reacts_to


@reacts_to(PersonAdded)
def welcome(fact: PersonAdded, act: Context[Any, Any]) -> Iterator[Perform]:
    """The link to choose a password leaves as a job of the same transaction."""
    jobs.configure_task("inbox.welcome").defer(person=str(fact.person_id))
    yield from ()
