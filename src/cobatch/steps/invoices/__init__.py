"""Step 8, Pay: the manufacturer invoices, the invoice is matched, approved, paid and settled.

TP-39 submit, TP-40 match (automatic, R-6) and approve, in full or what is undisputed, TP-41 remit,
TP-42 confirm cash. The last settled invoice of a delivered order closes the order.
"""

TOUCHPOINTS = (
    "invoices.submit",
    "invoices.match",
    "invoices.approve",
    "invoices.approve_part",
    "invoices.reject",
    "invoices.remit",
    "invoices.confirm_cash",
)
