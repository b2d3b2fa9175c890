"""The first act of a company has nobody to do it: its founding, by whoever runs the server."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.ledger.opening import open_log
from cobatch.network.models import Organisation, Person, Site
from cobatch.network.tenancy import choose


@dataclass(frozen=True)
class Seat:
    """Where a site is, and when it works."""

    name: str
    city: str
    zone: str
    country: str
    subdivision: str = ""
    closures: tuple[date, ...] = ()


@dataclass(frozen=True)
class Founding:
    """All that a new company needs: itself, one site, one administrator."""

    code: str
    name: str
    country: str
    currency: str
    seat: Seat
    administrator_email: str
    administrator_name: str
    is_sponsor: bool = False
    is_cmo: bool = False
    administrator_title: str = ""
    password: str | None = None
    demo: bool = False
    extra_roles: tuple[Role, ...] = field(default=())


@transaction.atomic
def found(founding: Founding) -> Person:
    """Make the company with its site, administrator, signing key and log; returns the administrator."""
    choose(None)
    organisation = Organisation.objects.create(
        code=founding.code.upper(), name=founding.name, country=founding.country, currency=founding.currency,
        is_sponsor=founding.is_sponsor, is_cmo=founding.is_cmo, demo=founding.demo,
    )  # fmt: skip
    choose(organisation.id)
    site = Site.objects.create(organisation=organisation, **seat_columns(founding.seat))
    person = Person(
        organisation=organisation,
        site=site,
        email=founding.administrator_email.lower(),
        name=founding.administrator_name,
        title=founding.administrator_title,
        roles=[str(role) for role in (Role.ADMINISTRATOR, *founding.extra_roles)],
        demo=founding.demo,
    )
    if founding.password:
        person.set_password(founding.password)
    else:
        person.set_unusable_password()
    person.save(force_insert=True)
    open_log(organisation=organisation, moved_clock=clock.moved())
    return person


def seat_columns(seat: Seat) -> dict[str, Any]:
    """The columns of a site."""
    return {
        "name": seat.name,
        "city": seat.city,
        "zone": seat.zone,
        "country": seat.country,
        "subdivision": seat.subdivision,
        "closures": list(seat.closures),
        "weekend": [5, 6],
    }
