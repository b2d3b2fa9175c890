"""Automatic acts: effective dates come, what was in force before gives way."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.agreements.days import today
from cobatch.steps.agreements.facts import (
    DocumentDue,
    DocumentEffective,
    QualityAgreementDue,
    QualityAgreementEffective,
)
from cobatch.steps.agreements.models import (
    DocumentState,
    MasterDocument,
    QualityAgreement,
    QualityAgreementState,
)
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload


@touchpoint(
    "agreements.reach_quality_agreement_day",
    title=_("The day of the quality agreement has come"),
    said=_("the day of the quality agreement came"),
    on=QualityAgreement,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.CMO,
    when=(QualityAgreementState.SIGNED,),
)
def reach_quality_agreement_day(act: Context[QualityAgreement, NoPayload]) -> Iterator[Fact]:
    """The day has begun at the manufacturer's site from which a signed agreement holds."""
    yield QualityAgreementDue(act.on.relationship.pk, act.on.pk)


@touchpoint(
    "agreements.supersede_quality_agreement",
    title=_("Supersede quality agreement"),
    said=_("the quality agreement was superseded"),
    on=QualityAgreement,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.CMO,
    moves=moves(QualityAgreementState.EFFECTIVE, to=QualityAgreementState.SUPERSEDED),
)
def supersede_quality_agreement(act: Context[QualityAgreement, NoPayload]) -> Iterator[Fact]:
    """The next agreement takes over; this one stays on record."""
    act.change(act.on, superseded_on=today(act))
    act.move(act.on, QualityAgreementState.SUPERSEDED)
    yield from ()


@touchpoint(
    "agreements.put_quality_agreement_in_force",
    title=_("Put quality agreement in force"),
    said=_("the quality agreement came into force"),
    on=QualityAgreement,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.CMO,
    moves=moves(QualityAgreementState.SIGNED, to=QualityAgreementState.EFFECTIVE),
)
def put_quality_agreement_in_force(act: Context[QualityAgreement, NoPayload]) -> Iterator[Fact]:
    """The agreement is in force: its clocks run, and batches may be made under it."""
    act.change(act.on, effective_on=today(act))
    act.move(act.on, QualityAgreementState.EFFECTIVE)
    yield QualityAgreementEffective(act.on.relationship.pk, act.on.pk)


@touchpoint(
    "agreements.reach_document_day",
    title=_("The day of the document has come"),
    said=_("the day of the document came"),
    on=MasterDocument,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.CMO,
    when=(DocumentState.APPROVED,),
)
def reach_document_day(act: Context[MasterDocument, NoPayload]) -> Iterator[Fact]:
    """The day has begun at the manufacturer's site from which batches follow an approved document."""
    yield DocumentDue(act.on.pk, act.on.item_id, act.on.kind)


@touchpoint(
    "agreements.supersede_document",
    title=_("Supersede document"),
    said=_("the document was superseded"),
    on=MasterDocument,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.CMO,
    moves=moves(DocumentState.EFFECTIVE, to=DocumentState.SUPERSEDED),
)
def supersede_document(act: Context[MasterDocument, NoPayload]) -> Iterator[Fact]:
    """The next revision takes over; no new batch can follow this one."""
    act.change(act.on, superseded_on=today(act))
    act.move(act.on, DocumentState.SUPERSEDED)
    yield from ()


@touchpoint(
    "agreements.make_effective",
    title=_("Make document effective"),
    said=_("the document became effective"),
    on=MasterDocument,
    takes=NoPayload,
    by=Side.AUTO,
    side=Side.CMO,
    moves=moves(DocumentState.APPROVED, to=DocumentState.EFFECTIVE),
    catalogue="TP-16",
)
def make_effective(act: Context[MasterDocument, NoPayload]) -> Iterator[Fact]:
    """From now on batches of the item follow this document."""
    act.change(act.on, effective_on=today(act))
    act.move(act.on, DocumentState.EFFECTIVE)
    yield DocumentEffective(act.on.relationship.pk, act.on.pk, act.on.item_id, act.on.kind)
