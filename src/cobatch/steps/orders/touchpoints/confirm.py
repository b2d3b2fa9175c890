"""TP-12: the manufacturer answers every open line."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.orders.facts import LineAgreed
from cobatch.steps.orders.guards import (
    answers_by_line,
    every_line_is_answered,
    not_closed,
    offers_stay_within_the_order,
)
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.steps.orders.payloads import Answer, Confirmation, LineAnswer
from cobatch.steps.orders.queries import lines_in
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, moves, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


def open_lines(order: PurchaseOrder, actor: Any) -> dict[str, Any]:
    """The form begins with every open line accepted as it is."""
    return {
        "answers": [
            {
                "line": str(line.pk),
                "answer": str(Answer.ACCEPT),
                "quantity": line.requested.as_json() if line.requested else None,
                "promised_date": line.requested_date.isoformat(),
            }
            for line in lines_in(order, LineState.AWAITING_CONFIRMATION)
        ]
    }


@touchpoint(
    "orders.confirm",
    title=_("Confirm order"),
    said=_("answered the order"),
    on=PurchaseOrder,
    takes=Confirmation,
    by=Side.CMO,
    roles=(Role.CUSTOMER_SERVICE,),
    moves=(
        moves(
            LineState.AWAITING_CONFIRMATION,
            to=(LineState.CONFIRMED, LineState.CHANGE_PROPOSED, LineState.REJECTED_BY_CMO),
        ),
        makes(LineState.CHANGE_PROPOSED),
    ),
    needs=(not_closed,),
    guards=(every_line_is_answered, offers_stay_within_the_order),
    initial=open_lines,
    catalogue="TP-12",
)
def confirm(act: Context[PurchaseOrder, Confirmation]) -> Iterator[Fact]:
    """The manufacturer answers every open line: accepts it, offers another quantity or date, or rejects it.

    Nothing is agreed for a changed line until the sponsor resolves it; what was asked stays on record.
    Several offers for one line split it.
    """
    by_line = answers_by_line(act.payload)
    for line in lines_in(act.on, LineState.AWAITING_CONFIRMATION):
        answers = by_line[line.pk]
        if answers[0].answer is Answer.ACCEPT:
            yield agree(act, line)
        elif answers[0].answer is Answer.REJECT:
            act.change(line, reason=str(answers[0].reason))
            act.move(line, LineState.REJECTED_BY_CMO)
        else:
            _propose(act, line, answers)


def agree(act: Context[PurchaseOrder, Any], line: OrderLine) -> LineAgreed:
    """The line is agreed as it is proposed, or, without a proposal, as it is requested."""
    quantity = line.proposed or line.requested
    due = line.proposed_date or line.requested_date
    if quantity is None:
        raise LookupError(f"line {line.label} asks for nothing")
    act.change(
        line,
        confirmed=quantity,
        confirmed_date=due,
        first_confirmed_date=line.first_confirmed_date or due,
        proposed_value=None,
        proposed_date=None,
    )
    act.move(line, LineState.CONFIRMED)
    return LineAgreed(act.on.id, line.id, line.item_id, quantity, due)


def _propose(act: Context[PurchaseOrder, Confirmation], line: OrderLine, offers: list[LineAnswer]) -> None:
    first, *others = offers
    act.change(line, proposed=first.quantity, proposed_date=first.promised_date, reason=str(first.reason))
    act.move(line, LineState.CHANGE_PROPOSED)
    if others:
        taken = line.children.count() if line.portion == 0 else 0
        act.create_all(_portion(line, offer, taken + n) for n, offer in enumerate(others, start=1))


def _portion(line: OrderLine, offer: LineAnswer, portion: int) -> OrderLine:
    """A child of the split line. It was never ordered by itself, so it orders nothing more."""
    if offer.quantity is None or offer.promised_date is None:
        raise LookupError("an offer without quantity or date has passed the payload's own check")
    return OrderLine(
        **born(under=line.order),
        order=line.order,
        parent=line,
        position=line.position,
        portion=line.portion * 10 + portion,
        item_id=line.item_id,
        state=LineState.CHANGE_PROPOSED,
        unit=line.unit,
        price=line.price,
        ordered_value=0,
        requested=offer.quantity,
        requested_date=line.requested_date,
        proposed=offer.quantity,
        proposed_date=offer.promised_date,
        reason=str(offer.reason),
    )
