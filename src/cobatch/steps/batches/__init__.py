"""Step 5, Make: the manufacturer makes batches for confirmed lines and the sponsor sees each stage.

TP-20 create, TP-21 start, TP-22 report a stage, TP-24 report output with yield, label count and expiry. The
packed batch lies in quarantine until both companies have decided; quality moves it on from there.
"""

TOUCHPOINTS = (
    "batches.create",
    "batches.start",
    "batches.report_stage",
    "batches.report_output",
    "batches.begin_review",
)
