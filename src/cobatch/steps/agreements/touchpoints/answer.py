"""TP-16: the manufacturer's quality assurance reviews a document, the sponsor's approves it."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.agreements.days import start_of, today
from cobatch.steps.agreements.facts import DocumentDue
from cobatch.steps.agreements.guards import it_is_our_round, reviewer_is_not_the_author
from cobatch.steps.agreements.models import DocumentState, MasterDocument
from cobatch.steps.agreements.payloads import Reason
from cobatch.steps.agreements.signed import document_shown
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Meaning, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.payloads import NoPayload

QUALITY = (Role.QUALITY_ASSURANCE,)


@touchpoint(
    "agreements.review_document",
    title=_("Review document"),
    said=_("reviewed the document"),
    on=MasterDocument,
    takes=NoPayload,
    by=Side.CMO,
    roles=QUALITY,
    moves=moves(DocumentState.IN_REVIEW, to=DocumentState.REVIEWED),
    needs=(reviewer_is_not_the_author,),
    sign=Meaning.REVIEWED,
    signs=document_shown,
    catalogue="TP-16",
)
def review(act: Context[MasterDocument, NoPayload]) -> Iterator[Fact]:
    """The manufacturer's quality assurance signs that it has reviewed what the author signed.

    Nobody reviews a document of their own.
    """
    act.move(act.on, DocumentState.REVIEWED)
    yield from ()


@touchpoint(
    "agreements.approve_document",
    title=_("Approve document"),
    said=_("approved the document"),
    on=MasterDocument,
    takes=NoPayload,
    by=Side.SPONSOR,
    roles=QUALITY,
    moves=moves(DocumentState.REVIEWED, to=DocumentState.APPROVED),
    sign=Meaning.APPROVED,
    signs=document_shown,
    catalogue="TP-16",
)
def approve(act: Context[MasterDocument, NoPayload]) -> Iterator[Fact]:
    """The sponsor's quality assurance approves the document; it takes effect by itself on its day.

    On that day the version before is superseded. A day that has passed means at once.
    """
    document = act.on
    act.move(document, DocumentState.APPROVED)
    if document.effective_from <= today(act):
        yield DocumentDue(document.pk, document.item_id, document.kind)
    else:
        act.later(start_of(document.effective_from, act), "agreements.reach_document_day")


@touchpoint(
    "agreements.return_document",
    title=_("Return document to its author"),
    said=_("returned the document to its author"),
    on=MasterDocument,
    takes=Reason,
    by=Side.EITHER,
    roles=QUALITY,
    moves=moves(DocumentState.IN_REVIEW, DocumentState.REVIEWED, to=DocumentState.RETURNED),
    needs=(it_is_our_round,),
)
def send_back(act: Context[MasterDocument, Reason]) -> Iterator[Fact]:
    """The side that holds the document returns it to its author and says why; all sign anew."""
    act.move(act.on, DocumentState.RETURNED)
    yield from ()
