"""Step 3, Order: the sponsor orders, the manufacturer answers every line, the sponsor resolves what differs.

TP-10 issue, TP-12 confirm (which may split a line), TP-13 resolve. The order's own state is derived from
its lines. Later steps move confirmed lines on to production, shipping and receipt by automatic acts.
"""

TOUCHPOINTS = (
    "orders.issue",
    "orders.confirm",
    "orders.resolve",
    "orders.begin_production",
    "orders.get_ready",
    "orders.ship",
    "orders.receive",
    "orders.close",
)
