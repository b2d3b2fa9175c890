"""TP-13: the sponsor resolves what the manufacturer proposed or rejected."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.orders.facts import LineCancelled
from cobatch.steps.orders.guards import decisions_fit_the_lines, not_closed
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.orders.payloads import Decision, LineDecision, Resolution
from cobatch.steps.orders.queries import lines_in
from cobatch.steps.orders.touchpoints.confirm import agree
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact

WAITING = (LineState.CHANGE_PROPOSED, LineState.REJECTED_BY_CMO)


def waiting_lines(order: PurchaseOrder, actor: Any) -> dict[str, Any]:
    """The form begins with every offer accepted and every rejected line withdrawn."""
    return {"decisions": [_suggestion(line) for line in lines_in(order, *WAITING)]}


def _suggestion(line: OrderLine) -> dict[str, Any]:
    offered = line.state == LineState.CHANGE_PROPOSED
    quantity = (line.proposed if offered else None) or line.requested
    day = (line.proposed_date if offered else None) or line.requested_date
    return {
        "line": str(line.pk),
        "decision": str(Decision.ACCEPT if offered else Decision.WITHDRAW),
        "quantity": quantity.as_json() if quantity else None,
        "requested_date": day.isoformat(),
    }


@touchpoint(
    "orders.resolve",
    title=_("Resolve proposed change"),
    said=_("resolved the proposed change"),
    on=PurchaseOrder,
    takes=Resolution,
    by=Side.SPONSOR,
    roles=(Role.BUYER, Role.SUPPLY_PLANNER),
    moves=moves(*WAITING, to=(LineState.CONFIRMED, LineState.AWAITING_CONFIRMATION, LineState.CANCELLED)),
    needs=(not_closed,),
    guards=(decisions_fit_the_lines,),
    initial=waiting_lines,
    catalogue="TP-13",
)
def resolve(act: Context[PurchaseOrder, Resolution]) -> Iterator[Fact]:
    """The sponsor accepts an offer, asks for something else, or withdraws the line.

    A counter goes back to the manufacturer for a new answer; a withdrawn line is cancelled.
    """
    lines = {line.pk: line for line in lines_in(act.on, *WAITING)}
    for decision in act.payload.decisions:
        yield from _decide(act, lines[decision.line], decision)


def _decide(
    act: Context[PurchaseOrder, Resolution], line: OrderLine, decision: LineDecision
) -> Iterator[Fact]:
    if decision.decision is Decision.ACCEPT:
        yield agree(act, line)
    elif decision.decision is Decision.WITHDRAW:
        act.move(line, LineState.CANCELLED)
        yield LineCancelled(act.on.id, line.id)
    else:
        act.change(
            line,
            requested=decision.quantity,
            requested_date=decision.requested_date,
            proposed_value=None,
            proposed_date=None,
            reason="",
        )
        act.move(line, LineState.AWAITING_CONFIRMATION)
