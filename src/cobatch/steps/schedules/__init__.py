"""Step 4, Schedule: the manufacturer publishes when it makes what; the sponsor accepts, objects or is silent.

TP-17 publish (a new version each time, moves inside the frozen window say why), TP-18 accept or object. What
counts is the newest version; it keeps the planned start of the order lines.
"""

TOUCHPOINTS = (
    "schedules.publish",
    "schedules.accept",
    "schedules.object",
    "schedules.accept_by_silence",
    "schedules.supersede",
    "schedules.plan_lines",
)
