"""What administrators and relationship owners enter."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import available_timezones

from django.utils.translation import gettext_noop
from pydantic import EmailStr, Field, field_validator, model_validator

from cobatch.kernel.groups import group
from cobatch.kernel.money import Money
from cobatch.kernel.quantity import Quantity
from cobatch.kernel.roles import Role
from cobatch.network.models.items import ExpiryBasis
from cobatch.touchpoints.choices import Choose
from cobatch.touchpoints.payloads import Payload


class SiteDetails(Payload):
    """A site with its own clock and working days."""

    name: Annotated[str, group.logistics] = Field(
        description=gettext_noop("Name of the site."), max_length=120
    )
    city: Annotated[str, group.logistics] = Field(
        description=gettext_noop("City, as shown beside times."), max_length=60
    )
    zone: Annotated[str, group.logistics] = Field(description=gettext_noop("Time zone, e.g. Asia/Kolkata."))
    country: Annotated[str, group.logistics] = Field(
        description=gettext_noop("Two letters; sets the public holidays."), pattern="^[A-Z]{2}$"
    )
    subdivision: Annotated[str, group.logistics] = Field(
        "",
        description=gettext_noop("State or province with holidays of its own, e.g. MH, BW, MA."),
        max_length=6,
    )

    @field_validator("zone")
    @classmethod
    def known_zone(cls, zone: str) -> str:
        """The zone must be in the IANA database."""
        if zone not in available_timezones():
            raise ValueError(gettext_noop("This time zone is not known."))
        return zone


class NewPerson(Payload):
    """A person who is to work for the company here."""

    email: Annotated[EmailStr, group.person] = Field(
        description=gettext_noop("Work e-mail address; signs in with it.")
    )
    name: Annotated[str, group.person] = Field(
        description=gettext_noop("Full name, as printed beside signatures."), min_length=2, max_length=120
    )
    title: Annotated[str, group.person] = Field("", description=gettext_noop("Job title."), max_length=120)
    site: Annotated[UUID, Choose("own_sites"), group.logistics] = Field(
        description=gettext_noop("The site whose clock and working days count for this person.")
    )
    roles: Annotated[list[Role], group.person] = Field(
        description=gettext_noop("What this person may do."), min_length=1
    )
    service: Annotated[bool, group.person] = Field(
        default=False,
        description=gettext_noop("A service account for the API: it cannot sign in and cannot sign."),
    )


class RolesOf(Payload):
    """The roles a person has from now on."""

    person: Annotated[UUID, Choose("own_people"), group.person] = Field(
        description=gettext_noop("Whose roles.")
    )
    roles: Annotated[list[Role], group.person] = Field(
        description=gettext_noop("All roles from now on; the others end."), min_length=1
    )
    title: Annotated[str | None, group.person] = Field(
        None, description=gettext_noop("Job title."), max_length=120
    )


class OnePerson(Payload):
    """A person of the company."""

    person: Annotated[UUID, Choose("own_people"), group.person] = Field(description=gettext_noop("Who."))
    reason: Annotated[str, group.person] = Field(
        description=gettext_noop("Why."), min_length=3, max_length=500
    )


class AmountLimit(Payload):
    """Up to which amount a person may commit the company."""

    person: Annotated[UUID, Choose("own_people"), group.person] = Field(
        description=gettext_noop("Whose limit.")
    )
    up_to: Annotated[Money, group.commercial] = Field(
        description=gettext_noop("The largest amount, in this currency; 0 takes the authority away.")
    )


class Deputation(Payload):
    """Somebody stands in for a person."""

    person: Annotated[UUID, Choose("own_people"), group.person] = Field(
        description=gettext_noop("Who is away.")
    )
    deputy: Annotated[UUID, Choose("own_people"), group.person] = Field(
        description=gettext_noop("Who stands in.")
    )
    starts: Annotated[date, group.person] = Field(description=gettext_noop("First day."))
    ends: Annotated[date, group.person] = Field(description=gettext_noop("Last day."))

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """The last day is not before the first, and nobody is their own deputy."""
        if self.ends < self.starts:
            raise ValueError(gettext_noop("The last day is before the first."))
        if self.person == self.deputy:
            raise ValueError(gettext_noop("Nobody is their own deputy."))
        return self


class NewToken(Payload):
    """A bearer token for the API."""

    person: Annotated[UUID, Choose("own_people"), group.person] = Field(
        description=gettext_noop("As whom the token acts: a service account, or a person.")
    )
    name: Annotated[str, group.person] = Field(
        description=gettext_noop("What it is for, e.g. “SAP production”."), min_length=2, max_length=80
    )
    scopes: Annotated[list[str], Choose("scopes"), group.person] = Field(
        description=gettext_noop("The touch points it may perform."), min_length=1
    )


class OneToken(Payload):
    """A token of the company."""

    token: Annotated[UUID, Choose("own_tokens"), group.person] = Field(
        description=gettext_noop("Which token.")
    )


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


class Basis(StrEnum):
    """From which day shelf life counts."""

    FIRST_MIXING = ExpiryBasis.FIRST_MIXING.value
    FILL = ExpiryBasis.FILL.value
    RELEASE_CAPPED = ExpiryBasis.RELEASE_CAPPED.value


class NewItem(Payload):
    """A product, strength and presentation that both companies know by their own numbers."""

    sponsor_number: Annotated[str, group.logistics] = Field(
        description=gettext_noop("The sponsor's number."), max_length=40
    )
    cmo_number: Annotated[str, group.logistics] = Field(
        description=gettext_noop("The manufacturer's number."), max_length=40
    )
    gtin: Annotated[str, group.logistics] = Field(
        "", description=gettext_noop("GTIN-14, if there is one."), pattern="^([0-9]{14})?$"
    )
    name: Annotated[str, group.logistics] = Field(
        description=gettext_noop("Product, strength, form and pack."), max_length=200
    )
    units_per_pack: Annotated[int, group.logistics] = Field(
        1, description=gettext_noop("Base units (tablets, vials) in one pack."), ge=1
    )
    order_multiple: Annotated[Decimal, group.logistics] = Field(
        Decimal(1), description=gettext_noop("Orders are multiples of this many packs."), gt=0
    )
    batch: Annotated[Quantity, group.quality] = Field(
        description=gettext_noop("Theoretical size of one batch, in base units.")
    )
    tolerance_percent: Annotated[Decimal, group.commercial] = Field(
        Decimal(5), description=gettext_noop("By how much a delivery may differ from the order."), ge=0, le=20
    )
    shelf_life_months: Annotated[int, group.quality] = Field(
        description=gettext_noop("Shelf life in months."), ge=1, le=120
    )
    expiry_basis: Annotated[Basis, group.quality] = Field(
        description=gettext_noop("From which day shelf life counts.")
    )
    target_yield_percent: Annotated[Decimal, group.quality] = Field(
        description=gettext_noop("Yield aimed at."), gt=0, le=105
    )
    alert_low_percent: Annotated[Decimal, group.quality] = Field(
        description=gettext_noop("Yield below which an alert is raised."), gt=0, le=105
    )
    alert_high_percent: Annotated[Decimal, group.quality] = Field(
        description=gettext_noop("Yield above which an alert is raised."), gt=0, le=110
    )
    markets: Annotated[list[str], group.quality] = Field(
        description=gettext_noop("Countries of sale, two letters each."), min_length=1
    )
    storage: Annotated[str, group.quality] = Field(
        "", description=gettext_noop("Storage, e.g. 2–8 °C."), max_length=60
    )
