"""What administrators enter about people, limits, deputies and tokens."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID
from zoneinfo import available_timezones

from django.utils.translation import gettext_noop
from pydantic import EmailStr, Field, field_validator, model_validator

from cobatch.kernel.groups import group
from cobatch.kernel.money import Money
from cobatch.kernel.roles import Role
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
