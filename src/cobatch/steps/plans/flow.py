"""States of a month's forecast, and whose turn it is in each."""

from cobatch.kernel.sides import Side
from cobatch.steps.plans.models import CycleState, ForecastCycle
from cobatch.touchpoints.flow import Flow, Wait, declare, within

CYCLE = declare(
    Flow(
        ForecastCycle,
        CycleState,
        waits={
            CycleState.PUBLISHED: Wait("plans.commit", Side.CMO, within("forecast_answer")),
            CycleState.RESPONDED: Wait("plans.agree", Side.SPONSOR, within("3 bd")),
            CycleState.RESPONDED_SHORT: Wait("plans.agree", Side.SPONSOR, within("3 bd")),
            CycleState.HALF_AGREED: Wait("plans.countersign", Side.CMO, within("3 bd")),
        },
        rests=frozenset({CycleState.AGREED}),
        ends=frozenset({CycleState.SUPERSEDED}),
        tones={
            CycleState.PUBLISHED: "info",
            CycleState.RESPONDED: "good",
            CycleState.RESPONDED_SHORT: "warn",
            CycleState.HALF_AGREED: "info",
            CycleState.AGREED: "good",
            CycleState.SUPERSEDED: "neutral",
        },
    )
)
