"""What two companies enter when they begin to work together."""

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import Field

from cobatch.kernel.groups import group
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload


class Proposal(Payload):
    """The offer to work on one shared record."""

    partner_code: Annotated[str, group.commercial] = Field(
        description=gettext_noop("The other company's code here; ask them for it."), max_length=6
    )
    we_are: Annotated[Literal["sponsor", "cmo"], group.commercial] = Field(
        description=gettext_noop("Whether you are the sponsor or the manufacturer in this relationship.")
    )
    site: Annotated[UUID, Choose("own_sites"), group.logistics] = Field(
        description=gettext_noop("Your site whose clock and working days count.")
    )
    currency: Annotated[str, group.commercial] = Field(
        "USD", description=gettext_noop("Currency of prices and invoices."), pattern="^[A-Z]{3}$"
    )
    payment_days: Annotated[int, group.commercial] = Field(
        45, description=gettext_noop("Days from invoice to payment."), ge=0, le=365
    )
    billing_trigger: Annotated[Literal["release", "hand_over", "receipt"], group.commercial] = Field(
        "hand_over", description=gettext_noop("What lets the manufacturer invoice.")
    )
    incoterm: Annotated[str, group.logistics] = Field(
        "FCA", description=gettext_noop("Incoterms 2020, three letters."), pattern="^[A-Z]{3}$"
    )
    incoterm_place: Annotated[str, group.logistics] = Field(
        "", description=gettext_noop("The named place."), max_length=60
    )
    silence_accepts_schedule: Annotated[bool, group.commercial] = Field(
        default=True, description=gettext_noop("A schedule not objected to in time counts as accepted.")
    )


class Acceptance(Payload):
    """The other company accepts, and says which of its sites counts."""

    site: Annotated[UUID, Choose("own_sites"), group.logistics] = Field(
        description=gettext_noop("Your site whose clock and working days count.")
    )
