"""Step 1, Plan: every month a rolling forecast, the manufacturer's commitment, and what both agree to.

TP-01 publish, TP-02 commit, TP-03 agree and countersign. Zones, limits of change and binding shares are
settled in the terms of the relationship; a breach of a zone is shown and never refused.
"""

TOUCHPOINTS = (
    "plans.publish",
    "plans.republish",
    "plans.commit",
    "plans.agree",
    "plans.countersign",
    "plans.supersede",
)
