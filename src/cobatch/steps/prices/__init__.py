"""Step 2, Price: a request, a quotation, bargaining in rounds, and two signatures that make the agreement.

TP-05 request, TP-06 quote, TP-07 counter, TP-08 sign. Every round is kept; an agreement is made from the
newest one, and no two agreements ever hold for the same item on the same day.
"""

TOUCHPOINTS = (
    "prices.request_quotation",
    "prices.quote",
    "prices.decline_to_quote",
    "prices.counter",
    "prices.approve",
    "prices.agree",
    "prices.withdraw",
    "prices.expire",
    "prices.activate",
    "prices.expire_agreement",
)
