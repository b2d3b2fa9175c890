"""States of a schedule version, and whose turn it is in each."""

from cobatch.kernel.sides import Side
from cobatch.steps.schedules.models import Schedule, ScheduleState
from cobatch.touchpoints.flow import Flow, Wait, declare, within

SCHEDULE = declare(
    Flow(
        Schedule,
        ScheduleState,
        waits={
            ScheduleState.PUBLISHED: Wait("schedules.accept", Side.SPONSOR, within("schedule_silence")),
            ScheduleState.OBJECTED: Wait("schedules.publish", Side.CMO, within("schedule_silence")),
        },
        rests=frozenset({ScheduleState.ACCEPTED}),
        ends=frozenset({ScheduleState.SUPERSEDED}),
        tones={
            ScheduleState.PUBLISHED: "info",
            ScheduleState.ACCEPTED: "good",
            ScheduleState.OBJECTED: "warn",
            ScheduleState.SUPERSEDED: "neutral",
        },
    )
)
