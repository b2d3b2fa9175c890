"""TP-40, the people's part: approve in full, approve what is undisputed, or reject."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.invoices.approving import (
    a_block_is_lifted_with_a_reason,
    not_by_who_ordered,
    nothing_is_disputed,
    nothing_waits_at_their_risk,
    something_is_undisputed,
    undisputed,
)
from cobatch.steps.invoices.facts import InvoiceApproved, InvoiceRejected
from cobatch.steps.invoices.models import Invoice, InvoiceState
from cobatch.steps.invoices.payloads import Approval, PartApproval, Rejection
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact

APPROVERS = (Role.ACCOUNTS_PAYABLE, Role.BUYER)
UNDECIDED = (InvoiceState.MATCHED, InvoiceState.WAITING, InvoiceState.BLOCKED)


@touchpoint(
    "invoices.approve",
    title=_("Approve invoice"),
    said=_("approved the invoice"),
    on=Invoice,
    takes=Approval,
    by=Side.SPONSOR,
    roles=APPROVERS,
    moves=moves(*UNDECIDED, to=InvoiceState.APPROVED),
    needs=(not_by_who_ordered, nothing_is_disputed),
    guards=(a_block_is_lifted_with_a_reason,),
    amount=lambda invoice, payload: invoice.total,
    catalogue="TP-40",
)
def approve(act: Context[Invoice, Approval]) -> Iterator[Fact]:
    """Somebody who did not issue the order, within their limit, approves the whole amount.

    What matches is approved as it is. With a reason, goods that were lost or are still on their way after the
    risk had passed are paid for as well, and a line that only looks like a double of another.
    """
    act.change(act.on, approved=act.on.total)
    act.move(act.on, InvoiceState.APPROVED)
    yield InvoiceApproved(act.on.pk)


@touchpoint(
    "invoices.approve_part",
    title=_("Approve undisputed amount"),
    said=_("approved the undisputed part of the invoice"),
    on=Invoice,
    takes=PartApproval,
    by=Side.SPONSOR,
    roles=APPROVERS,
    moves=moves(InvoiceState.BLOCKED, to=InvoiceState.APPROVED),
    needs=(not_by_who_ordered, something_is_undisputed, nothing_waits_at_their_risk),
    amount=undisputed,
    catalogue="TP-40",
)
def approve_part(act: Context[Invoice, PartApproval]) -> Iterator[Fact]:
    """What is undisputed of a blocked invoice is paid when it was due; the rest is withheld on record."""
    act.change(act.on, approved=undisputed(act.on))
    act.move(act.on, InvoiceState.APPROVED)
    yield InvoiceApproved(act.on.pk)


@touchpoint(
    "invoices.reject",
    title=_("Reject invoice"),
    said=_("rejected the invoice"),
    on=Invoice,
    takes=Rejection,
    by=Side.SPONSOR,
    roles=APPROVERS,
    moves=moves(*UNDECIDED, to=InvoiceState.REJECTED),
    catalogue="TP-40",
)
def reject(act: Context[Invoice, Rejection]) -> Iterator[Fact]:
    """The invoice is returned for a formal defect and counts for nothing; it comes again as a new one."""
    act.change(act.on, defect=str(act.payload.defect))
    act.move(act.on, InvoiceState.REJECTED)
    yield InvoiceRejected(act.on.pk)
