"""States of an order line, and whose turn it is in each."""

from cobatch.kernel.sides import Side
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.touchpoints import records
from cobatch.touchpoints.flow import Flow, Wait, declare, within

records.register(PurchaseOrder, "order")

LINE = declare(
    Flow(
        OrderLine,
        LineState,
        root="order",
        waits={
            LineState.AWAITING_CONFIRMATION: Wait("orders.confirm", Side.CMO, within("confirmation")),
            LineState.CHANGE_PROPOSED: Wait("orders.resolve", Side.SPONSOR, within("change_answer")),
            LineState.REJECTED_BY_CMO: Wait("orders.resolve", Side.SPONSOR, within("change_answer")),
        },
        rests=frozenset(
            {
                LineState.CONFIRMED,
                LineState.IN_PRODUCTION,
                LineState.READY_TO_SHIP,
                LineState.SHIPPED,
                LineState.RECEIVED,
            }
        ),
        ends=frozenset({LineState.COMPLETE, LineState.CANCELLED}),
        tones={
            LineState.AWAITING_CONFIRMATION: "info",
            LineState.CHANGE_PROPOSED: "warn",
            LineState.REJECTED_BY_CMO: "bad",
            LineState.CONFIRMED: "good",
            LineState.IN_PRODUCTION: "info",
            LineState.READY_TO_SHIP: "good",
            LineState.SHIPPED: "info",
            LineState.RECEIVED: "good",
            LineState.COMPLETE: "good",
            LineState.CANCELLED: "neutral",
        },
    )
)
