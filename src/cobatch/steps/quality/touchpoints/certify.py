"""TP-33: the manufacturer's quality assurance decides on the batch."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.batches.models import Batch, BatchState, MarketState
from cobatch.steps.quality import signed
from cobatch.steps.quality.booking import block
from cobatch.steps.quality.decisions import CmoDecision, CmoDisposition
from cobatch.steps.quality.dispositions import cmo_checks_hold, signer_made_nothing_of_it
from cobatch.steps.quality.facts import BatchCertified
from cobatch.steps.quality.markets import needs_qualified_person
from cobatch.steps.quality.models import Disposition, DispositionCode
from cobatch.steps.quality.queries import markets_in
from cobatch.steps.quality.touchpoints.submit import author_of
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Meaning, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


@touchpoint(
    "quality.certify",
    title=_("Release or reject batch"),
    said=_("decided on the batch for the manufacturer"),
    on=Batch,
    takes=CmoDisposition,
    by=Side.CMO,
    roles=(Role.QUALITY_ASSURANCE,),
    when=(BatchState.UNDER_REVIEW,),
    moves=(
        moves(BatchState.UNDER_REVIEW, to=(BatchState.CMO_RELEASED, BatchState.CMO_REJECTED)),
        moves(MarketState.AWAITING_CMO, to=(MarketState.AWAITING_SPONSOR, MarketState.AWAITING_QP)),
    ),
    sign=Meaning.APPROVED,
    signs=signed.cmo_disposition,
    needs=(signer_made_nothing_of_it,),
    guards=(cmo_checks_hold,),
    catalogue="TP-33",
)
def certify(act: Context[Batch, CmoDisposition]) -> Iterator[Fact]:
    """The manufacturer's quality assurance releases the batch to the sponsor, or rejects it.

    The signer has made nothing of the batch. After a release every market waits for the sponsor: those of
    the European Economic Area for its Qualified Person. A rejected batch is blocked and waits for the
    sponsor's countersignature.
    """
    released = act.payload.decision is CmoDecision.RELEASE
    act.create(
        Disposition(
            **born(under=act.on),
            batch=act.on,
            side=Side.CMO,
            code=DispositionCode.RELEASED if released else DispositionCode.REJECTED,
            reason=act.payload.reason,
            statement=act.payload.conformity,
            person=author_of(act),
            decided_at=act.now,
        )
    )
    if not released:
        block(act.on, act.now)
        act.move(act.on, BatchState.CMO_REJECTED)
        return
    for market in markets_in(act.on, MarketState.AWAITING_CMO):
        qp = needs_qualified_person(market.market)
        act.move(market, MarketState.AWAITING_QP if qp else MarketState.AWAITING_SPONSOR)
    act.move(act.on, BatchState.CMO_RELEASED)
    yield BatchCertified(act.on.id)
