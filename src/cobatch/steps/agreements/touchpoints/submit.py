"""TP-16: the manufacturer writes a master document and submits it, again if it was returned."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Relationship
from cobatch.network.models.relationships import RelationshipState
from cobatch.steps.agreements.guards import file_is_known, item_is_known, revision_is_new
from cobatch.steps.agreements.models import DocumentState, MasterDocument
from cobatch.steps.agreements.payloads import DocumentResubmission, DocumentSubmission, Reason
from cobatch.steps.agreements.queries import file_of, item_of
from cobatch.steps.agreements.signed import resubmission_shown, submission_shown
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Meaning, makes, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born

OWNER = (Role.DOCUMENT_OWNER,)


@touchpoint(
    "agreements.submit_document",
    title=_("Submit master document"),
    said=_("submitted the document"),
    on=Relationship,
    creates=MasterDocument,
    takes=DocumentSubmission,
    by=Side.CMO,
    roles=OWNER,
    when=(RelationshipState.ACTIVE,),
    moves=makes(DocumentState.IN_REVIEW),
    guards=(item_is_known, file_is_known, revision_is_new),
    sign=Meaning.AUTHORED,
    signs=submission_shown,
    catalogue="TP-16",
)
def submit(act: Context[Relationship, DocumentSubmission]) -> Iterator[Fact]:
    """The manufacturer's document owner signs a master document as its author and sends it into review.

    A first version needs no change control; a later one names its change and the reason.
    """
    new = act.payload
    act.create(
        MasterDocument(
            **born(under=act.on, at=act.now),
            item=item_of(act.on, new.item),
            kind=new.kind,
            number=new.number,
            revision=new.revision,
            title=new.title,
            file=file_of(act.on, new.file),
            change=new.change,
            author=act.actor.person,
            effective_from=new.effective_from,
            state=DocumentState.IN_REVIEW,
        )
    )
    yield from ()


def as_it_was(document: MasterDocument, actor: Any) -> dict[str, Any]:
    """The form begins with the date given before."""
    return {"effective_from": document.effective_from.isoformat()}


@touchpoint(
    "agreements.resubmit_document",
    title=_("Submit document again"),
    said=_("submitted the document again"),
    on=MasterDocument,
    takes=DocumentResubmission,
    by=Side.CMO,
    roles=OWNER,
    moves=moves(DocumentState.RETURNED, to=DocumentState.IN_REVIEW),
    guards=(file_is_known,),
    sign=Meaning.AUTHORED,
    signs=resubmission_shown,
    initial=as_it_was,
)
def resubmit(act: Context[MasterDocument, DocumentResubmission]) -> Iterator[Fact]:
    """The author sends the returned document into review again, with its new file and signature."""
    file = file_of(act.on, act.payload.file)
    act.change(act.on, file=file, effective_from=act.payload.effective_from, author=act.actor.person)
    act.move(act.on, DocumentState.IN_REVIEW)
    yield from ()


@touchpoint(
    "agreements.withdraw_document",
    title=_("Withdraw document"),
    said=_("withdrew the document"),
    on=MasterDocument,
    takes=Reason,
    by=Side.CMO,
    roles=OWNER,
    moves=moves(
        DocumentState.IN_REVIEW, DocumentState.REVIEWED, DocumentState.RETURNED, to=DocumentState.WITHDRAWN
    ),
)
def withdraw(act: Context[MasterDocument, Reason]) -> Iterator[Fact]:
    """The manufacturer takes back a document that is not approved; what is effective stays effective."""
    act.move(act.on, DocumentState.WITHDRAWN)
    yield from ()
