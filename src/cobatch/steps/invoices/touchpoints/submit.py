"""TP-39: the manufacturer invoices."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel import clock
from cobatch.kernel.quantity import Quantity
from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Relationship
from cobatch.network.models.relationships import RelationshipState
from cobatch.steps.invoices.due import payment_day
from cobatch.steps.invoices.expected import Billed, expected_amounts
from cobatch.steps.invoices.facts import InvoiceSubmitted
from cobatch.steps.invoices.guards import (
    date_is_not_to_come,
    delivered_named,
    lines_are_billable,
    number_is_new,
    order_lines_named,
    total_is_the_sum,
)
from cobatch.steps.invoices.models import Invoice, InvoiceLine, InvoiceState
from cobatch.steps.invoices.payloads import InvoiceSent, LineInvoiced
from cobatch.steps.invoices.queries import lines_to_invoice
from cobatch.steps.invoices.reading import trigger_day
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.shipments.queries import delivered
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import makes, touchpoint
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.records import born


def all_that_is_billable(relationship: Relationship, actor: Any) -> dict[str, Any]:
    """The form begins with everything that may be invoiced, at the agreed price."""
    rows = lines_to_invoice(relationship)
    found = delivered({line.pk for line, _batch, _packs in rows})
    billed = [
        Billed(
            line, packs, found[line.pk, batch.pk].first_handed_over if (line.pk, batch.pk) in found else None
        )
        for line, batch, packs in rows
    ]
    expected = expected_amounts(relationship, billed)
    return {
        "invoice_date": relationship.cmo_site.calendar.local_day(clock.now()).isoformat(),
        "lines": [
            {
                "order_line": str(line.pk),
                "batch": str(batch.pk),
                "quantity": Quantity(packs, line.unit).as_json(),
                "amount": {"amount": f"{each.amount:.2f}", "currency": line.order.currency},
            }
            for (line, batch, packs), each in zip(rows, expected, strict=True)
        ],
    }


@touchpoint(
    "invoices.submit",
    title=_("Submit invoice"),
    said=_("submitted an invoice"),
    on=Relationship,
    creates=Invoice,
    takes=InvoiceSent,
    by=Side.CMO,
    roles=(Role.FINANCE,),
    when=(RelationshipState.ACTIVE,),
    moves=makes(InvoiceState.SUBMITTED),
    guards=(number_is_new, date_is_not_to_come, lines_are_billable, total_is_the_sum),
    initial=all_that_is_billable,
    catalogue="TP-39",
)
def submit(act: Context[Relationship, InvoiceSent]) -> Iterator[Fact]:
    """The manufacturer bills packs of released batches once they have reached the agreed billing trigger.

    The invoice is compared with order and receipt at once, and falls due the agreed number of days after its
    date or after the trigger, whichever is later.
    """
    lines = order_lines_named(act)
    invoice = _invoice(act, lines)
    act.create(invoice)
    act.create_all(
        _line(act, invoice, lines[each.order_line], each, n)
        for n, each in enumerate(act.payload.lines, start=1)
    )
    yield InvoiceSubmitted(invoice.pk)


def _invoice(act: Context[Relationship, InvoiceSent], lines: dict[Any, OrderLine]) -> Invoice:
    sent, terms = act.payload, act.on.terms
    found = delivered_named(act)
    days = [
        trigger_day(act.on, found[each.order_line, each.batch])
        for each in sent.lines
        if (each.order_line, each.batch) in found
    ]
    numbers = dict.fromkeys(lines[each.order_line].order.number for each in sent.lines)
    owed = [each.owed for each in sent.lines]
    return Invoice(
        **born(under=act.on, at=act.now),
        number=sent.number,
        state=InvoiceState.SUBMITTED,
        invoice_date=sent.invoice_date,
        due_on=payment_day(
            sent.invoice_date,
            max((day for day in days if day), default=None),
            terms.payment_days,
            act.on.sponsor_site.calendar,
        ),
        currency=owed[0].currency,
        total_amount=sum((each.amount for each in owed), Decimal(0)),
        orders_text=f"PO {', '.join(numbers)}"[:200],
    )


def _line(
    act: Context[Relationship, InvoiceSent],
    invoice: Invoice,
    line: OrderLine,
    each: LineInvoiced,
    position: int,
) -> InvoiceLine:
    return InvoiceLine(
        **born(under=act.on),
        invoice=invoice,
        order_line=line,
        batch_id=each.batch,
        position=position,
        unit=each.quantity.unit,
        packs=each.quantity,
        amount=each.owed,
        price_amount=each.unit_price.amount if each.unit_price else None,
    )
