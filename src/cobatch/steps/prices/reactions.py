"""What prices do by themselves when both companies have signed."""

from collections.abc import Iterator
from typing import Any

from cobatch.steps.prices.facts import QuotationAccepted
from cobatch.touchpoints.context import Context, Perform
from cobatch.touchpoints.declare import reacts_to


@reacts_to(QuotationAccepted)
def make_the_agreement(fact: QuotationAccepted, act: Context[Any, Any]) -> Iterator[Perform]:
    """The second signature makes the agreement at once."""
    yield Perform("prices.activate", on=fact.quotation_id)
