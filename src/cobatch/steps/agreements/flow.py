"""States of quality agreements and master documents, and whose turn it is in each."""

from typing import Any

from cobatch.kernel.sides import Side
from cobatch.steps.agreements.models import (
    DocumentState,
    MasterDocument,
    QualityAgreement,
    QualityAgreementState,
)
from cobatch.touchpoints.flow import Flow, Wait, declare, within

SIGN = "agreements.sign_quality_agreement"
ROUND = within("7 cd")


def side_still_to_sign(agreement: Any) -> Side:
    """The side whose signature is missing once the other has given its own."""
    return Side(agreement.signed_side).other


AGREEMENT = declare(
    Flow(
        QualityAgreement,
        QualityAgreementState,
        waits={
            QualityAgreementState.PROPOSED: (
                Wait(SIGN, Side.SPONSOR, within("10 bd")),
                Wait(SIGN, Side.CMO, within("10 bd")),
            ),
            QualityAgreementState.HALF_SIGNED: Wait(SIGN, side_still_to_sign, within("10 bd")),
        },
        rests=frozenset({QualityAgreementState.SIGNED, QualityAgreementState.EFFECTIVE}),
        ends=frozenset({QualityAgreementState.SUPERSEDED, QualityAgreementState.WITHDRAWN}),
        tones={
            QualityAgreementState.PROPOSED: "info",
            QualityAgreementState.HALF_SIGNED: "info",
            QualityAgreementState.SIGNED: "info",
            QualityAgreementState.EFFECTIVE: "good",
            QualityAgreementState.SUPERSEDED: "neutral",
            QualityAgreementState.WITHDRAWN: "neutral",
        },
    )
)

DOCUMENT = declare(
    Flow(
        MasterDocument,
        DocumentState,
        waits={
            DocumentState.IN_REVIEW: Wait("agreements.review_document", Side.CMO, ROUND),
            DocumentState.REVIEWED: Wait("agreements.approve_document", Side.SPONSOR, ROUND),
            DocumentState.RETURNED: Wait("agreements.resubmit_document", Side.CMO, ROUND),
        },
        rests=frozenset({DocumentState.APPROVED, DocumentState.EFFECTIVE}),
        ends=frozenset({DocumentState.SUPERSEDED, DocumentState.WITHDRAWN}),
        tones={
            DocumentState.IN_REVIEW: "info",
            DocumentState.REVIEWED: "info",
            DocumentState.RETURNED: "warn",
            DocumentState.APPROVED: "info",
            DocumentState.EFFECTIVE: "good",
            DocumentState.SUPERSEDED: "neutral",
            DocumentState.WITHDRAWN: "neutral",
        },
    )
)
