"""What a batch brings about on its order."""

from collections.abc import Iterator

from cobatch.kernel.decimals import plain_decimal
from cobatch.steps.batches.facts import BatchStarted
from cobatch.steps.batches.models import Batch
from cobatch.steps.batches.payloads import Start
from cobatch.steps.orders.models import LineState, OrderLine
from cobatch.touchpoints.context import Context, Perform
from cobatch.touchpoints.declare import reacts_to, touchpoint_named


@reacts_to(BatchStarted)
def lines_are_in_production(fact: BatchStarted, act: Context[Batch, Start]) -> Iterator[Perform]:
    """The first batch of a line moves it on; a second one finds it there already."""
    line = OrderLine.objects.filter(pk=fact.line_id, state=LineState.CONFIRMED).first()
    if line is not None and line.confirmed_value is not None:
        payload = touchpoint_named("orders.begin_production").takes(
            lines={str(line.pk): plain_decimal(line.confirmed_value)}
        )
        yield Perform("orders.begin_production", on=fact.order_id, payload=payload)
