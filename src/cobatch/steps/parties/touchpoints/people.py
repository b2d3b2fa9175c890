"""People, their roles and limits, and who stands in for them."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.network.models import Deputy, Limit, Organisation, Person, Site
from cobatch.steps.parties.facts import PersonAdded
from cobatch.steps.parties.guards import (
    email_is_new,
    keeps_an_administrator,
    people_are_ours,
    roles_are_of_our_sides,
    site_is_ours,
)
from cobatch.steps.parties.payloads import AmountLimit, Deputation, NewPerson, OnePerson, RolesOf, SiteDetails
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import touchpoint
from cobatch.touchpoints.facts import Fact

ADMINISTRATOR = (Role.ADMINISTRATOR,)


@touchpoint(
    "parties.add_site",
    title=_("Add site"),
    said=_("added a site"),
    on=Organisation,
    takes=SiteDetails,
    by=Side.EITHER,
    roles=ADMINISTRATOR,
)
def add_site(act: Context[Organisation, SiteDetails]) -> Iterator[Fact]:
    """The company adds a site with its time zone and public holidays."""
    act.create(Site(organisation=act.on, weekend=[5, 6], **act.payload.model_dump()))
    yield from ()


@touchpoint(
    "parties.add_person",
    title=_("Add person"),
    said=_("added a person"),
    on=Organisation,
    takes=NewPerson,
    by=Side.EITHER,
    roles=ADMINISTRATOR,
    guards=(email_is_new, site_is_ours, roles_are_of_our_sides),
)
def add_person(act: Context[Organisation, NewPerson]) -> Iterator[Fact]:
    """The company adds a person with their roles; they choose a password by the link mailed to them.

    A service account calls the API with a token. It can neither sign in nor sign.
    """
    new = act.payload
    person = Person(
        organisation=act.on, site_id=new.site, email=new.email.lower(), name=new.name, title=new.title,
        roles=[str(role) for role in new.roles], service=new.service, demo=act.on.demo,
    )  # fmt: skip
    person.set_unusable_password()
    act.create(person)
    yield PersonAdded(person.id)


@touchpoint(
    "parties.change_roles",
    title=_("Change roles"),
    said=_("changed a person's roles"),
    on=Organisation,
    takes=RolesOf,
    by=Side.EITHER,
    roles=ADMINISTRATOR,
    guards=(people_are_ours, roles_are_of_our_sides, keeps_an_administrator),
)
def change_roles(act: Context[Organisation, RolesOf]) -> Iterator[Fact]:
    """The company gives a person other roles; they hold from the next request on."""
    person = Person.objects.get(pk=act.payload.person)
    title = person.title if act.payload.title is None else act.payload.title
    act.change(person, roles=[str(role) for role in act.payload.roles], title=title)
    yield from ()


@touchpoint(
    "parties.deactivate_person",
    title=_("Deactivate person"),
    said=_("deactivated a person"),
    on=Organisation,
    takes=OnePerson,
    by=Side.EITHER,
    roles=ADMINISTRATOR,
    guards=(people_are_ours, keeps_an_administrator),
)
def deactivate_person(act: Context[Organisation, OnePerson]) -> Iterator[Fact]:
    """The person can do nothing more: their sessions and tokens end at once; what they did stays theirs."""
    act.change(Person.objects.get(pk=act.payload.person), is_active=False)
    yield from ()


@touchpoint(
    "parties.reactivate_person",
    title=_("Reactivate person"),
    said=_("reactivated a person"),
    on=Organisation,
    takes=OnePerson,
    by=Side.EITHER,
    roles=ADMINISTRATOR,
    guards=(people_are_ours,),
)
def reactivate_person(act: Context[Organisation, OnePerson]) -> Iterator[Fact]:
    """A deactivated person comes back, as the same person with the same roles."""
    act.change(Person.objects.get(pk=act.payload.person), is_active=True)
    yield from ()


@touchpoint(
    "parties.set_limit",
    title=_("Set amount limit"),
    said=_("set a person's amount limit"),
    on=Organisation,
    takes=AmountLimit,
    by=Side.EITHER,
    roles=ADMINISTRATOR,
    guards=(people_are_ours,),
)
def set_limit(act: Context[Organisation, AmountLimit]) -> Iterator[Fact]:
    """The company says up to which amount a person may commit it, per currency."""
    up_to = act.payload.up_to
    known = Limit.objects.filter(person_id=act.payload.person, currency=up_to.currency).first()
    if known:
        act.change(known, up_to=up_to)
    else:
        act.create(Limit(organisation=act.on, person_id=act.payload.person, up_to=up_to))
    yield from ()


@touchpoint(
    "parties.name_deputy",
    title=_("Name deputy"),
    said=_("named a deputy"),
    on=Organisation,
    takes=Deputation,
    by=Side.EITHER,
    roles=ADMINISTRATOR,
    guards=(people_are_ours,),
)
def name_deputy(act: Context[Organisation, Deputation]) -> Iterator[Fact]:
    """Somebody stands in for a person from one day to another and sees what waits on them."""
    new = act.payload
    act.create(
        Deputy(
            organisation=act.on, person_id=new.person, deputy_id=new.deputy, starts=new.starts, ends=new.ends
        )
    )
    yield from ()
