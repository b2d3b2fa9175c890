"""What the two companies send about invoices and payments."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import Field, StringConstraints, model_validator

from cobatch.kernel.groups import group
from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload

Text = Annotated[str, StringConstraints(max_length=2000)]


class LineInvoiced(Payload):
    """One line of an invoice: packs of one batch for one order line."""

    order_line: Annotated[UUID, Choose("invoices.order_lines"), group.logistics] = Field(
        description=gettext_noop("The order line.")
    )
    batch: Annotated[UUID, Choose("invoices.batches"), group.logistics] = Field(
        description=gettext_noop("The batch.")
    )
    quantity: Annotated[Quantity, group.logistics] = Field(description=gettext_noop("Packs invoiced."))
    unit_price: Annotated[Money | None, group.commercial] = Field(
        None, description=gettext_noop("Price of one pack, as printed.")
    )
    amount: Annotated[Money | None, group.commercial] = Field(
        None, description=gettext_noop("Amount of the line; empty means packs times price.")
    )

    @model_validator(mode="after")
    def has_an_amount(self) -> Self:
        """Price or amount, in one currency."""
        if self.unit_price is None and self.amount is None:
            raise ValueError(gettext_noop("Say the price of a pack or the amount of the line."))
        if self.unit_price and self.amount and self.unit_price.currency != self.amount.currency:
            raise ValueError(gettext_noop("Price and amount are in different currencies."))
        return self

    @property
    def owed(self) -> Money:
        """The amount of the line, rounded once."""
        if self.amount is not None:
            return self.amount.rounded()
        if self.unit_price is None:
            raise LookupError("a line without price and amount has passed its own check")
        return (self.unit_price * self.quantity.value).rounded()


class InvoiceSent(Payload):
    """The manufacturer's invoice."""

    number: Annotated[str, group.commercial] = Field(
        description=gettext_noop("Your invoice number; it is used once."), min_length=1, max_length=35
    )
    invoice_date: Annotated[date, group.commercial] = Field(description=gettext_noop("Date on the invoice."))
    lines: list[LineInvoiced] = Field(
        description=gettext_noop("What is invoiced, one batch and order line each."),
        min_length=1,
        max_length=200,
    )
    total: Annotated[Money | None, group.commercial] = Field(
        None, description=gettext_noop("Total as printed; it must be the sum of the lines.")
    )
    remark: Annotated[Text, group.commercial] = Field(
        "", description=gettext_noop("For the sponsor to read.")
    )


class Approval(Payload):
    """The sponsor will pay in full."""

    reason: Annotated[Text, group.commercial] = Field(
        "",
        description=gettext_noop(
            "Why, when the match has blocked the invoice or still waits for the receipt."
        ),
    )


class PartApproval(Payload):
    """The sponsor will pay what is undisputed."""

    reason: Annotated[Text, group.commercial] = Field(
        description=gettext_noop("What you dispute, for the manufacturer to read."), min_length=3
    )


class Defect(StrEnum):
    """Why an invoice cannot be accepted as a document."""

    WRONG_COMPANY = "wrong_company"
    WRONG_ORDER = "wrong_order"
    WRONG_DATE = "wrong_date"
    WRONG_TAX = "wrong_tax"
    DUPLICATE = "duplicate"
    NOT_DELIVERED = "not_delivered"
    INCOMPLETE = "incomplete"


class Rejection(Payload):
    """The invoice is returned."""

    defect: Annotated[Defect, group.commercial] = Field(description=gettext_noop("What is wrong with it."))
    reason: Annotated[Text, group.commercial] = Field(
        description=gettext_noop("What the next invoice must say instead."), min_length=3
    )


class Deduction(StrEnum):
    """Why less is paid than was approved."""

    SHORT_DELIVERY = "short_delivery"
    DAMAGE = "damage"
    CREDIT = "credit"
    EARLY_PAYMENT = "early_payment"
    BANK_CHARGES = "bank_charges"


class Remittance(Payload):
    """What was paid on an invoice, and what was not."""

    reference: Annotated[str, group.commercial] = Field(
        description=gettext_noop("Reference of the payment, or its UETR."), min_length=1, max_length=36
    )
    value_date: Annotated[date, group.commercial] = Field(description=gettext_noop("Value date."))
    paid: Annotated[Money, group.commercial] = Field(
        description=gettext_noop("Amount that leaves your account.")
    )
    deducted: Annotated[Money | None, group.commercial] = Field(
        None, description=gettext_noop("Amount you keep back from what was approved.")
    )
    deduction_reason: Annotated[Deduction | None, group.commercial] = Field(
        None, description=gettext_noop("Why you keep it back: needed with a deduction.")
    )
    withheld: Annotated[Money | None, group.commercial] = Field(
        None, description=gettext_noop("Tax withheld and paid to the authority.")
    )
    certificate: Annotated[str, group.commercial] = Field(
        "", description=gettext_noop("Number of the certificate of the tax withheld."), max_length=40
    )

    @model_validator(mode="after")
    def says_why(self) -> Self:
        """Every deduction has a reason; all amounts are in one currency and none is negative."""
        given = [each for each in (self.paid, self.deducted, self.withheld) if each is not None]
        if len({each.currency for each in given}) > 1:
            raise ValueError(gettext_noop("Pay, deduct and withhold in one currency."))
        if any(each.amount < 0 for each in given):
            raise ValueError(gettext_noop("An amount is less than nothing."))
        if bool(self.deducted and self.deducted.amount) != (self.deduction_reason is not None):
            raise ValueError(gettext_noop("A deduction has an amount and a reason."))
        return self

    @property
    def deduction(self) -> Decimal:
        """What is kept back."""
        return self.deducted.amount if self.deducted else Decimal(0)

    @property
    def tax(self) -> Decimal:
        """What is withheld as tax."""
        return self.withheld.amount if self.withheld else Decimal(0)


class Difference(StrEnum):
    """Why the bank credited another amount than was paid."""

    BANK_CHARGES = "bank_charges"
    EXCHANGE = "exchange"
    OTHER = "other"


class Credit(Payload):
    """What arrived in the manufacturer's bank account."""

    bank_date: Annotated[date, group.commercial] = Field(description=gettext_noop("Day of the credit."))
    credited: Annotated[Money, group.commercial] = Field(description=gettext_noop("Amount credited."))
    bank_reference: Annotated[str, group.commercial] = Field(
        description=gettext_noop("The bank's reference."), min_length=1, max_length=40
    )
    difference: Annotated[Difference | None, group.commercial] = Field(
        None, description=gettext_noop("Why it is not the amount that was remitted.")
    )
