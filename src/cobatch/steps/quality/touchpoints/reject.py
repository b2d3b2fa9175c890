"""The sponsor countersigns the manufacturer's rejection of a batch."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.batches.models import Batch, BatchState, MarketState
from cobatch.steps.quality import signed
from cobatch.steps.quality.booking import reject_blocked
from cobatch.steps.quality.decisions import Countersigned
from cobatch.steps.quality.facts import BatchRejected
from cobatch.steps.quality.models import Disposition, DispositionCode
from cobatch.steps.quality.queries import markets_in
from cobatch.steps.quality.touchpoints.submit import author_of
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Meaning, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


@touchpoint(
    "quality.countersign_rejection",
    title=_("Countersign rejection"),
    said=_("countersigned the rejection of the batch"),
    on=Batch,
    takes=Countersigned,
    by=Side.SPONSOR,
    roles=(Role.QUALITY_ASSURANCE,),
    when=(BatchState.CMO_REJECTED,),
    moves=(
        moves(BatchState.CMO_REJECTED, to=BatchState.REJECTED),
        moves(MarketState.AWAITING_CMO, to=MarketState.REJECTED),
    ),
    sign=Meaning.REJECTED,
    signs=signed.rejection,
    catalogue="TP-34",
)
def countersign_rejection(act: Context[Batch, Countersigned]) -> Iterator[Fact]:
    """The sponsor's quality assurance agrees that a batch is rejected for every market.

    It says what becomes of the goods; both companies have then signed the rejection.
    """
    reject_blocked(act.on, act.now)
    act.create(
        Disposition(
            **born(under=act.on),
            batch=act.on,
            side=Side.SPONSOR,
            code=DispositionCode.REJECTED,
            disposal=act.payload.disposal,
            person=author_of(act),
            decided_at=act.now,
        )
    )
    for market in markets_in(act.on, MarketState.AWAITING_CMO):
        act.move(market, MarketState.REJECTED)
    act.move(act.on, BatchState.REJECTED)
    yield BatchRejected(act.on.id, act.on.order_id, act.on.order_line_id)
