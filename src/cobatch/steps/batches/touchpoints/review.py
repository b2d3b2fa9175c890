"""Automatic: once what quality needs is in, the batch is under review."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.batches.models import Batch, BatchState
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload


@touchpoint(
    "batches.begin_review",
    title=_("Begin review of batch"),
    said=_("review of the batch began"),
    on=Batch,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.CMO,
    moves=moves(BatchState.PRODUCED, to=BatchState.UNDER_REVIEW),
)
def begin_review(act: Context[Batch, NoPayload]) -> Iterator[Fact]:
    """The batch record and the certificate of analysis are both there: the manufacturer decides next."""
    act.move(act.on, BatchState.UNDER_REVIEW)
    yield from ()
