"""Pages of invoices: the three-way match in words, payments, and the panel of invoices on an order."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity
from cobatch.kernel.sides import Side
from cobatch.steps.invoices.as_json import invoice_in_full_json, invoice_json
from cobatch.steps.invoices.findings import agreed_price, invoiced_price, verdict
from cobatch.steps.invoices.flow import INVOICE
from cobatch.steps.invoices.models import Invoice, InvoiceLine
from cobatch.steps.invoices.queries import invoices_of_order, lines_of
from cobatch.touchpoints.pages import (
    Column,
    Detail,
    Fact,
    List,
    Panel,
    State,
    Two,
    add_detail,
    add_list,
    add_panel,
)


def invoice_state(invoice: Invoice) -> State:
    """The badge of an invoice."""
    return State(invoice.get_state_display(), INVOICE.tones[invoice.state])


def blocks(invoice: Invoice) -> str | None:
    """The codes that block it, as finance people know them."""
    return " ".join(invoice.codes) or None


def withheld(invoice: Invoice) -> Money | None:
    """What of the invoice was not approved."""
    if invoice.approved_amount is None or invoice.approved_amount == invoice.total_amount:
        return None
    return Money(invoice.total_amount - invoice.approved_amount, invoice.currency)


def ordered(line: InvoiceLine) -> Quantity:
    """What both companies agreed on the order line."""
    wanted = line.order_line.confirmed_value or line.order_line.requested_value
    return Quantity(wanted, line.unit)


def received(line: InvoiceLine) -> Quantity | None:
    """What of it had arrived in good condition when the match was made."""
    return None if line.received_value is None else Quantity(line.received_value, line.unit)


def price(amount: Any, line: InvoiceLine) -> Money | None:
    """A price of one pack."""
    return None if amount is None else Money(amount, line.currency)


def price_beside_agreed(line: InvoiceLine) -> Any:
    """The invoiced price, and below it the agreed one where they differ."""
    invoiced, agreed = price(invoiced_price(line), line), price(agreed_price(line), line)
    return (
        invoiced
        if agreed is None or invoiced == agreed
        else Two(invoiced, _("agreed %(price)s") % {"price": cents(agreed)})
    )


def amount_beside_undisputed(line: InvoiceLine) -> Any:
    """The invoiced amount, and below it what of it is undisputed where that is less."""
    undisputed = price(line.undisputed_amount, line)
    if undisputed is None or undisputed == line.amount:
        return line.amount
    return Two(line.amount, _("undisputed %(amount)s") % {"amount": cents(undisputed)})


def cents(money: Money) -> str:
    """An amount for a note below another."""
    return f"{money.as_json()['amount']}"


add_list(
    List(
        record="invoice",
        title=_("Invoices"),
        model=Invoice,
        columns=(
            Column(_("Invoice"), lambda row: row.number, link=True),
            Column(_("Order"), lambda row: row.orders_text),
            Column(_("Sponsor"), lambda row: row.sponsor.name, unless=Side.SPONSOR),
            Column(_("Manufacturer"), lambda row: row.cmo.name, unless=Side.CMO),
            Column(_("Date"), lambda row: row.invoice_date),
            Column(_("Due"), lambda row: row.due_on),
            Column(_("Total"), lambda row: row.total, numeric=True),
            Column(_("Blocked"), blocks),
            Column(_("State"), invoice_state),
        ),
        search=("number", "orders_text"),
        states=tuple(str(state) for state in INVOICE.states),
        related=("sponsor", "cmo"),
        step=8,
        icon="receipt",
        to_json=invoice_json,
    )
)
add_detail(
    Detail(
        record="invoice",
        title=lambda invoice: invoice.number,
        state=invoice_state,
        facts=(
            Fact(_("Order"), lambda row: row.orders_text),
            Fact(_("Date"), lambda row: row.invoice_date),
            Fact(_("Due"), lambda row: row.due_on),
            Fact(_("Total"), lambda row: row.total),
            Fact(_("Blocked"), blocks),
            Fact(_("Approved"), lambda row: row.approved),
            Fact(_("Not approved"), withheld),
        ),
        parent=lambda invoice: lines_of(invoice)[0].order_line.order,
        to_json=invoice_in_full_json,
    )
)
add_panel(
    "invoice",
    Panel(
        name="match",
        title=_("Ordered · received · invoiced"),
        rows=lambda invoice, side: lines_of(invoice),
        columns=(
            Column(_("Line"), lambda line: line.label),
            Column(_("Ordered"), ordered, numeric=True),
            Column(_("Received well"), received, numeric=True),
            Column(_("Invoiced"), lambda line: line.packs, numeric=True),
            Column(_("Price"), price_beside_agreed, numeric=True),
            Column(_("Amount"), amount_beside_undisputed, numeric=True),
        ),
        step=8,
    ),
)
add_panel(
    "invoice",
    Panel(
        name="findings",
        title=_("What was found"),
        rows=lambda invoice, side: lines_of(invoice),
        columns=(Column(_("Line"), lambda line: line.label), Column(_("Finding"), verdict)),
        step=8,
    ),
)
add_panel(
    "invoice",
    Panel(
        name="payments",
        title=_("Payments"),
        rows=lambda invoice, side: list(invoice.payments.order_by("pk")),
        columns=(
            Column(_("Reference"), lambda row: row.reference),
            Column(_("Value date"), lambda row: row.value_date),
            Column(_("Paid"), lambda row: row.net, numeric=True),
            Column(_("Deducted"), lambda row: row.deducted, numeric=True),
            Column(_("Tax withheld"), lambda row: row.withheld, numeric=True),
            Column(_("Credited"), lambda row: row.credited, numeric=True),
            Column(_("On"), lambda row: row.bank_date),
        ),
        step=8,
    ),
)
add_panel(
    "order",
    Panel(
        name="invoices",
        title=_("Invoices"),
        rows=lambda order, side: invoices_of_order(order),
        columns=(
            Column(_("Invoice"), lambda row: row.number, link=True),
            Column(_("Date"), lambda row: row.invoice_date),
            Column(_("Due"), lambda row: row.due_on),
            Column(_("Total"), lambda row: row.total, numeric=True),
            Column(_("Approved"), lambda row: row.approved, numeric=True),
            Column(_("Blocked"), blocks),
            Column(_("State"), invoice_state),
        ),
        url=lambda row: f"/invoices/{row.pk}/",
        step=8,
    ),
)
