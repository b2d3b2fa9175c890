"""Step 6, Quality: batch record and certificate go to the sponsor, then each company decides on the batch.

TP-26 submit, TP-27 review, TP-28 certificate of analysis, TP-33 the manufacturer's disposition, TP-34 the
sponsor's, market by market: quality assurance, and a Qualified Person for the EEA. Two companies sign
separately; nobody who made the batch releases it.
"""

TOUCHPOINTS = (
    "quality.expect_batch_record",
    "quality.expect_certificate",
    "quality.submit_artifact",
    "quality.submit_true_copy",
    "quality.issue_certificate",
    "quality.review_artifact",
    "quality.certify",
    "quality.release",
    "quality.certify_release",
    "quality.countersign_rejection",
)
