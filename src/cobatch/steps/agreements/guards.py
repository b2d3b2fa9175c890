"""Why an act on an agreement or a document is refused."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal
from cobatch.kernel.sides import Side
from cobatch.network.models import Relationship
from cobatch.steps.agreements.models import (
    DocumentState,
    MasterDocument,
    QualityAgreement,
    QualityAgreementState,
)
from cobatch.steps.agreements.payloads import DocumentSubmission, QualityAgreementProposal
from cobatch.steps.agreements.queries import file_of, item_of
from cobatch.touchpoints.context import Context

BEEN_EFFECTIVE = (DocumentState.EFFECTIVE, DocumentState.SUPERSEDED)


def file_is_known(act: Context[Any, Any]) -> Iterator[Refusal]:
    """The file was handed over within this relationship."""
    if file_of(act.on, act.payload.file) is None:
        yield Refusal("file_unknown", _("There is no such file here: hand it over first."), "/file")


def agreement_is_new(act: Context[Relationship, QualityAgreementProposal]) -> Iterator[Refusal]:
    """No agreement of this number and version is signed or under way."""
    live = QualityAgreement.objects.exclude(state=QualityAgreementState.WITHDRAWN)
    new = act.payload
    if live.filter(relationship=act.on, number=new.number, revision=new.revision).exists():
        yield Refusal("revision_taken", _("There is an agreement of this number and version."), "/revision")


def our_signature_is_missing(act: Context[QualityAgreement, Any]) -> Iterator[Refusal]:
    """Each side signs once."""
    if act.on.signed_side and act.on.signed_side == str(act.side):
        yield Refusal("signed_already", _("Your side has signed; the other side's signature is missing."))


def item_is_known(act: Context[Relationship, DocumentSubmission]) -> Iterator[Refusal]:
    """The item is one of this relationship's."""
    if item_of(act.on, act.payload.item) is None:
        yield Refusal("item_unknown", _("No item is known by this number."), "/item")


def revision_is_new(act: Context[Relationship, DocumentSubmission]) -> Iterator[Refusal]:
    """A revision is submitted once, and says which change it makes when batches followed an earlier one.

    One statement answers both.
    """
    item, new = item_of(act.on, act.payload.item), act.payload
    if item is None:
        return
    rows = MasterDocument.objects.filter(relationship=act.on).exclude(state=DocumentState.WITHDRAWN)
    rows = rows.filter(number=new.number) | rows.filter(item=item, kind=new.kind)
    known = list(rows.values_list("number", "revision", "item_id", "kind", "state"))
    if (new.number, new.revision) in {row[:2] for row in known}:
        yield Refusal("revision_taken", _("There is a document of this number and version."), "/revision")
    followed = any(row[2:4] == (item.pk, new.kind) and row[4] in BEEN_EFFECTIVE for row in known)
    if followed and not new.change:
        text = _("Batches follow an earlier version: name the change and its reason.")
        yield Refusal("change_missing", text, "/change")


def reviewer_is_not_the_author(act: Context[MasterDocument, Any]) -> Iterator[Refusal]:
    """Nobody reviews what they wrote."""
    if act.actor.person is not None and act.actor.person.pk == act.on.author_id:
        yield Refusal("own_document", _("Somebody other than its author reviews a document."))


def it_is_our_round(act: Context[MasterDocument, Any]) -> Iterator[Refusal]:
    """Who holds the document may return it: the manufacturer in review, the sponsor after it."""
    holder = Side.CMO if act.on.state == DocumentState.IN_REVIEW else Side.SPONSOR
    if act.side is not holder:
        yield Refusal("not_your_round", _("The other side holds this document now."))
