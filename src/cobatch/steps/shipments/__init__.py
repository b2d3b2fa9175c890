"""Step 7, Ship: the sponsor instructs, the manufacturer dispatches, the sponsor confirms what arrived.

TP-35 instruct, TP-36 dispatch (advance ship notice with its handling units), TP-38 confirm receipt, in one or several
parts; before the hand-over the sponsor may cancel. Goods move in the stock room with the acts; the order's lines
follow by automatic acts. Who bears the risk on the way follows from the Incoterm.
"""

TOUCHPOINTS = (
    "shipments.instruct",
    "shipments.dispatch",
    "shipments.confirm_receipt",
    "shipments.cancel",
)
