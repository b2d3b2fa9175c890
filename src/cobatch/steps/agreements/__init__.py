"""Step 0, Agreements: what must stand before anything is made.

The quality agreement, signed by both companies' quality assurance, with its matrix of responsibilities and
clocks; and TP-16, the master documents of an item, written and reviewed by the manufacturer, approved by the
sponsor, effective by date.
"""

TOUCHPOINTS = (
    "agreements.propose_quality_agreement",
    "agreements.sign_quality_agreement",
    "agreements.withdraw_quality_agreement",
    "agreements.reach_quality_agreement_day",
    "agreements.supersede_quality_agreement",
    "agreements.put_quality_agreement_in_force",
    "agreements.submit_document",
    "agreements.review_document",
    "agreements.approve_document",
    "agreements.return_document",
    "agreements.resubmit_document",
    "agreements.withdraw_document",
    "agreements.reach_document_day",
    "agreements.supersede_document",
    "agreements.make_effective",
)
