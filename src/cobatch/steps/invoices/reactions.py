"""The match follows the invoice and the receipt; the last settled invoice closes the order."""

from collections.abc import Iterator
from typing import Any

from cobatch.steps.invoices.facts import InvoiceSettled, InvoiceSubmitted
from cobatch.steps.invoices.queries import moved_by_receipt, unfinished
from cobatch.steps.orders.facts import OrderDelivered
from cobatch.steps.shipments.facts import GoodsReceived
from cobatch.touchpoints.context import Perform
from cobatch.touchpoints.declare import reacts_to


@reacts_to(InvoiceSubmitted)
def match_at_once(fact: InvoiceSubmitted, act: Any) -> Iterator[Perform]:
    """An invoice is compared in the act that brings it."""
    yield Perform("invoices.match", on=fact.invoice_id)


@reacts_to(GoodsReceived)
def match_again(fact: GoodsReceived, act: Any) -> Iterator[Perform]:
    """Invoices that wait for these goods, or are blocked, are compared with what arrived."""
    for pk in moved_by_receipt(fact.shipment_id).values_list("pk", flat=True):
        yield Perform("invoices.match", on=pk)


@reacts_to(InvoiceSettled)
def close_what_is_finished(fact: InvoiceSettled, act: Any) -> Iterator[Perform]:
    """Orders with nothing left to deliver, invoice or settle are closed."""
    pending = unfinished(fact.order_ids)
    for order in fact.order_ids:
        if order not in pending:
            yield Perform("orders.close", on=order)


@reacts_to(OrderDelivered)
def close_what_was_paid_before(fact: OrderDelivered, act: Any) -> Iterator[Perform]:
    """An order whose invoices were settled before the last goods arrived is closed by their arrival."""
    if fact.order_id not in unfinished([fact.order_id]):
        yield Perform("orders.close", on=fact.order_id)
