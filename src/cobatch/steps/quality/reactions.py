"""What follows in other steps, and what follows here from them."""

from collections.abc import Iterator
from typing import Any

from cobatch.kernel.decimals import plain_decimal
from cobatch.steps.batches.facts import BatchProduced
from cobatch.steps.batches.models import Batch, BatchState
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.quality.facts import ArtifactSubmitted, MarketReleased
from cobatch.steps.quality.models import ArtifactRequest
from cobatch.steps.quality.queries import HANDED_IN
from cobatch.touchpoints.context import Context, Perform
from cobatch.touchpoints.declare import reacts_to, touchpoint_named


@reacts_to(BatchProduced)
def ask_for_documents(fact: BatchProduced, act: Context[Any, Any]) -> Iterator[Perform]:
    """The standing list of a packed batch."""
    yield Perform("quality.expect_batch_record", on=fact.batch_id)
    yield Perform("quality.expect_certificate", on=fact.batch_id)


@reacts_to(ArtifactSubmitted)
def begin_review(fact: ArtifactSubmitted, act: Context[Any, Any]) -> Iterator[Perform]:
    """With batch record and certificate in, the manufacturer's quality assurance begins its review.

    The batch is locked before the requests are counted, so that of two last submissions one sees the other.
    """
    batch = Batch.objects.select_for_update(no_key=True).get(pk=fact.batch_id)
    missing = ArtifactRequest.objects.filter(batch=batch).exclude(state__in=HANDED_IN)
    if batch.state == BatchState.PRODUCED and not missing.exists():
        yield Perform("batches.begin_review", on=batch.pk)


@reacts_to(MarketReleased)
def get_line_ready(fact: MarketReleased, act: Context[Any, Any]) -> Iterator[Perform]:
    """The first released packs of an order line make it ready to ship.

    The order is locked before its line is read, so that of two batches released at once only the first moves it.
    """
    list(PurchaseOrder.objects.select_for_update(no_key=True).filter(pk=fact.order_id).values_list("pk"))
    line = OrderLine.objects.get(pk=fact.line_id)
    if line.state == LineState.IN_PRODUCTION:
        payload = touchpoint_named("orders.get_ready").takes(
            lines={str(line.pk): plain_decimal(fact.quantity.value)}
        )
        yield Perform("orders.get_ready", on=fact.order_id, payload=payload)
