"""States of a batch, its markets and its stages, and whose turn it is in each."""

from cobatch.kernel.sides import Side
from cobatch.steps.batches.models import Batch, BatchMarket, BatchStage, BatchState, MarketState, StageState
from cobatch.touchpoints.flow import Flow, Wait, declare, until, within

BATCH = declare(
    Flow(
        Batch,
        BatchState,
        waits={
            BatchState.CREATED: Wait("batches.start", Side.CMO, until("planned_start")),
            BatchState.IN_PROCESS: Wait("batches.report_stage", Side.CMO, until("planned_end")),
            BatchState.PACKAGING: Wait("batches.report_output", Side.CMO, within("2 bd")),
            BatchState.UNDER_REVIEW: Wait("quality.certify", Side.CMO, within("cmo_release")),
            BatchState.CMO_REJECTED: Wait(
                "quality.countersign_rejection", Side.SPONSOR, within("sponsor_release")
            ),
        },
        rests=frozenset({BatchState.PRODUCED, BatchState.CMO_RELEASED}),
        ends=frozenset({BatchState.RELEASED, BatchState.REJECTED}),
        tones={
            BatchState.CREATED: "neutral",
            BatchState.IN_PROCESS: "info",
            BatchState.PACKAGING: "info",
            BatchState.PRODUCED: "info",
            BatchState.UNDER_REVIEW: "info",
            BatchState.CMO_RELEASED: "info",
            BatchState.CMO_REJECTED: "bad",
            BatchState.RELEASED: "good",
            BatchState.REJECTED: "bad",
        },
    )
)

MARKET = declare(
    Flow(
        BatchMarket,
        MarketState,
        root="batch",
        waits={
            MarketState.AWAITING_SPONSOR: Wait("quality.release", Side.SPONSOR, within("sponsor_release")),
            MarketState.AWAITING_QP: Wait("quality.certify_release", Side.SPONSOR, within("3 bd")),
        },
        rests=frozenset({MarketState.AWAITING_CMO}),
        ends=frozenset({MarketState.RELEASED, MarketState.REJECTED}),
        tones={
            MarketState.AWAITING_CMO: "neutral",
            MarketState.AWAITING_SPONSOR: "info",
            MarketState.AWAITING_QP: "info",
            MarketState.RELEASED: "good",
            MarketState.REJECTED: "bad",
        },
    )
)

STAGE = declare(
    Flow(
        BatchStage,
        StageState,
        root="batch",
        rests=frozenset({StageState.PENDING}),
        ends=frozenset({StageState.DONE}),
        tones={StageState.PENDING: "neutral", StageState.DONE: "good"},
    )
)
