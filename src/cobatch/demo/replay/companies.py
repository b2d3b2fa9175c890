"""The companies of the history, their sites, and one person for every role that acts."""

import secrets
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction

from cobatch.demo.replay.history import SPONSOR, History
from cobatch.demo.replay.player import SOURCE, Cue, Player
from cobatch.demo.replay.reading import NotAHistoryError
from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.network.actors import actor_of
from cobatch.network.models import Organisation, Person, Site
from cobatch.network.tenancy import as_organisation, choose
from cobatch.steps.parties.founding import Founding, Seat, found
from cobatch.touchpoints.models import Act

ZONE, COUNTRY = "UTC", "US"
CITY = 60  # so much of a site's name stands where its city would
AUTHORITY = {"amount": "999999999.00", "currency": "USD"}
BUYING: dict[str, tuple[Role, ...]] = {
    "purchasing": (Role.CATEGORY_MANAGER, Role.BUYER),
    "procurement": (Role.PROCUREMENT_APPROVER,),
    "quality": (Role.QUALITY_ASSURANCE,),
    "qualified.person": (Role.QUALIFIED_PERSON,),
    "logistics": (Role.LOGISTICS, Role.RECEIVER),
}
MAKING: dict[str, tuple[Role, ...]] = {
    "sales": (Role.BUSINESS_DEVELOPMENT, Role.COMMERCIAL_HEAD, Role.CUSTOMER_SERVICE, Role.FINANCE),
    "operations": (Role.DOCUMENT_OWNER, Role.PRODUCTION, Role.WAREHOUSE),
    "laboratory": (Role.QUALITY_CONTROL,),
    "quality": (Role.QUALITY_ASSURANCE,),
}


class OncePassword(Argon2PasswordHasher):
    """Argon2 makes guessing dear. Nobody guesses 256 random bits, so a password of one run can be checked fast."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


def morning(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """An instant of a recorded day; the history's days have no zone, so all of it happens in one."""
    return datetime.combine(day, time(hour, minute), UTC)


def open_companies(history: History, digest: str) -> Player:
    """Found what is not founded yet, and let everybody in; a second start finds them all."""
    _refuse_another(digest)
    player = Player(digest, secrets.token_urlsafe(32))
    begun = morning(history.first_day)
    _open(player, SPONSOR, "Supply Chain Management System", begun, ["Arlington"], BUYING)
    player.play(_limit(player, begun, SPONSOR, Role.PROCUREMENT_APPROVER))
    for vendor in history.vendors.values():
        at = morning(vendor.day)
        _open(player, vendor.code, vendor.name, at, vendor.sites, MAKING)
        player.play(_limit(player, at, vendor.code, Role.COMMERCIAL_HEAD))
    player.remember(SPONSOR)
    return player


def _refuse_another(digest: str) -> None:
    """Two histories would claim the same numbers for different things."""
    choose(None)
    sponsor = Organisation.objects.filter(code=SPONSOR).first()
    if sponsor is None:
        return
    with as_organisation(sponsor.pk):
        others = Act.objects.filter(source=SOURCE).exclude(key__startswith=f"{digest}:").exists()
    if others:
        raise NotAHistoryError("Another history was played here: begin with an empty data folder.")


def _open(
    player: Player, code: str, name: str, at: datetime, sites: list[str], staff: dict[str, tuple[Role, ...]]
) -> None:
    choose(None)
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        with clock.hold_at(at):
            organisation = found(_founding(code, name, sites[0])).organisation
    _admit(player, organisation)
    player.records[code] = organisation.pk
    head = player.see(code, lambda: Site.objects.filter(organisation=organisation).earliest("pk").pk)
    player.records[f"{code} site"] = head
    for number, site in enumerate(sites[1:], start=2):
        key = f"{code}:site{number}"
        player.play(Cue(at, (code, Role.ADMINISTRATOR), "parties.add_site", key, code, _site(site)))
    for post, roles in staff.items():
        player.play(_hired(at, code, post, roles, f"{_title(post)} of {name}", head))
    _admit(player, organisation)


def _hired(at: datetime, code: str, post: str, roles: tuple[Role, ...], name: str, site: UUID) -> Cue:
    new = {
        "email": _address(post, code), "name": name, "title": _title(post), "site": site,
        "roles": [str(role) for role in roles],
    }  # fmt: skip
    return Cue(at, (code, Role.ADMINISTRATOR), "parties.add_person", f"{code}:{post}", code, new)


def _title(post: str) -> str:
    return post.replace(".", " ").capitalize()


def _founding(code: str, name: str, site: str) -> Founding:
    return Founding(
        code=code, name=name, country=COUNTRY, currency="USD", is_sponsor=code == SPONSOR, is_cmo=code != SPONSOR,
        seat=Seat(site, site[:CITY], ZONE, COUNTRY), administrator_email=_address("administrator", code),
        administrator_name=f"Administrator of {name}", administrator_title="Administrator",
    )  # fmt: skip


def _site(name: str) -> dict[str, str]:
    return {"name": name, "city": name[:CITY], "zone": ZONE, "country": COUNTRY}


def _address(post: str, code: str) -> str:
    return f"{post}@{code.lower()}.example"


def _admit(player: Player, organisation: Organisation) -> None:
    """Give the people of a company the password of this run, and know them by their roles."""
    salt = secrets.token_hex(8)
    encoded = OncePassword().encode(player.password, salt)
    with transaction.atomic():
        choose(None)
        Person.objects.filter(organisation=organisation).update(password=encoded)
    with as_organisation(organisation.pk):
        for person in Person.objects.filter(organisation=organisation):
            for role in person.roles:
                player.people[organisation.code, Role(role)] = actor_of(person, source=SOURCE)


def _limit(player: Player, at: datetime, code: str, role: Role) -> Cue:
    """Who signs prices may sign for all there is."""
    person = player.actor(code, role).person
    payload: dict[str, Any] = {"person": person.pk if person else None, "up_to": AUTHORITY}
    key = f"{code}:limit"
    return Cue(at, (code, Role.ADMINISTRATOR), "parties.set_limit", key, code, payload)


def site_of(player: Player, code: str) -> UUID:
    """The site whose clock counts."""
    return player.records[f"{code} site"]
