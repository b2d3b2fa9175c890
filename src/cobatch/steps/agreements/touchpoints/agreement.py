"""The quality agreement: proposed by either side, signed by both, in force from its day."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Relationship
from cobatch.network.models.relationships import RelationshipState
from cobatch.steps.agreements.days import start_of, today
from cobatch.steps.agreements.facts import QualityAgreementDue
from cobatch.steps.agreements.guards import agreement_is_new, file_is_known, our_signature_is_missing
from cobatch.steps.agreements.matrix import DEFAULTS
from cobatch.steps.agreements.models import QualityAgreement, QualityAgreementState
from cobatch.steps.agreements.payloads import QualityAgreementProposal, Reason
from cobatch.steps.agreements.signed import agreement_shown
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Meaning, makes, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload
from cobatch.touchpoints.records import born

QUALITY = (Role.QUALITY_ASSURANCE,)


def usual_matrix(relationship: Relationship, actor: Any) -> dict[str, Any]:
    """The form begins with the usual division of responsibilities."""
    return {"responsibilities": [dict(row) for row in DEFAULTS]}


@touchpoint(
    "agreements.propose_quality_agreement",
    title=_("Propose quality agreement"),
    said=_("proposed the quality agreement"),
    on=Relationship,
    creates=QualityAgreement,
    takes=QualityAgreementProposal,
    by=Side.EITHER,
    roles=QUALITY,
    when=(RelationshipState.ACTIVE,),
    moves=makes(QualityAgreementState.PROPOSED),
    guards=(file_is_known, agreement_is_new),
    initial=usual_matrix,
)
def propose(act: Context[Relationship, QualityAgreementProposal]) -> Iterator[Fact]:
    """Either side's quality assurance puts a quality agreement forward: its text, its matrix, its clocks.

    It binds nobody until both sides have signed it.
    """
    new = act.payload
    act.create(
        QualityAgreement(
            **born(under=act.on, at=act.now),
            number=new.number,
            revision=new.revision,
            title=new.title,
            file_id=new.file,
            responsibilities=[row.model_dump() for row in new.responsibilities],
            effective_from=new.effective_from,
            state=QualityAgreementState.PROPOSED,
        )
    )
    yield from ()


@touchpoint(
    "agreements.sign_quality_agreement",
    title=_("Sign quality agreement"),
    said=_("signed the quality agreement"),
    on=QualityAgreement,
    takes=NoPayload,
    by=Side.EITHER,
    roles=QUALITY,
    moves=(
        moves(QualityAgreementState.PROPOSED, to=QualityAgreementState.HALF_SIGNED),
        moves(QualityAgreementState.HALF_SIGNED, to=QualityAgreementState.SIGNED),
    ),
    needs=(our_signature_is_missing,),
    sign=Meaning.APPROVED,
    signs=agreement_shown,
)
def sign(act: Context[QualityAgreement, NoPayload]) -> Iterator[Fact]:
    """Quality assurance of one side signs; once both have, the agreement holds from its day on.

    Both sign the same text, matrix and file. A later agreement replaces the one in force on its day.
    """
    agreement = act.on
    if agreement.state == QualityAgreementState.PROPOSED:
        act.change(agreement, signed_side=str(act.side))
        act.move(agreement, QualityAgreementState.HALF_SIGNED)
        return
    act.move(agreement, QualityAgreementState.SIGNED)
    if agreement.effective_from <= today(act):
        yield QualityAgreementDue(agreement.relationship.pk, agreement.pk)
    else:
        act.later(start_of(agreement.effective_from, act), "agreements.reach_quality_agreement_day")


@touchpoint(
    "agreements.withdraw_quality_agreement",
    title=_("Withdraw quality agreement"),
    said=_("withdrew the quality agreement"),
    on=QualityAgreement,
    takes=Reason,
    by=Side.EITHER,
    roles=QUALITY,
    moves=moves(
        QualityAgreementState.PROPOSED, QualityAgreementState.HALF_SIGNED, to=QualityAgreementState.WITHDRAWN
    ),
)
def withdraw(act: Context[QualityAgreement, Reason]) -> Iterator[Fact]:
    """An agreement that not both sides have signed is taken back; the one in force stays in force."""
    act.move(act.on, QualityAgreementState.WITHDRAWN)
    yield from ()
