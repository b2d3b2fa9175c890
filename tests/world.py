"""The tests' world: two companies that work together, a second sponsor and a second manufacturer, all made by acts."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from cobatch.conf import trial
from cobatch.documents.signing import SignatureInput
from cobatch.kernel.refusals import SignatureNeeded
from cobatch.kernel.roles import Role
from cobatch.network.actors import Actor, actor_of
from cobatch.network.models import Item, Organisation, Person, Relationship, Site
from cobatch.network.tenancy import as_organisation, choose
from cobatch.steps.parties.founding import Founding, Seat, found
from cobatch.touchpoints.engine import Outcome, Request, perform
from cobatch.touchpoints.models import Act, Transition, Waiting

PASSWORD = "correct horse battery"
_keys = count()


@dataclass
class Company:
    """A company of the test's world with its people by role."""

    organisation: Organisation
    administrator: Person
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        return self.administrator.site

    def actor(self, role: Role | str) -> Actor:
        """Somebody of the company with this role, as read from the database now."""
        with as_organisation(self.organisation.id):
            person = Person.objects.get(pk=self.people.get(str(role), self.administrator).pk)
        return actor_of(person)


@dataclass
class World:
    """Sponsor and manufacturer with an active relationship and one item; strangers beside them."""

    sponsor: Company
    cmo: Company
    other_sponsor: Company
    other_cmo: Company
    relationship: Relationship
    other_relationship: Relationship
    item: Item
    other_item: Item

    def act(
        self, code: str, on: Any, payload: Any, by: Actor, *, version: int | None = None, key: str = ""
    ) -> Outcome:
        """Perform an act the way the API does; a signature is given when one is asked for."""
        request = Request(
            code=code,
            on=on if isinstance(on, UUID) else on.pk,
            actor=by,
            key=key or f"test-key-{next(_keys):06d}",
            payload=payload,
            version=version,
        )
        try:
            return perform(request)
        except SignatureNeeded as needed:
            if needed.challenge is None or by.person is None or by.person.service:
                raise
            signature = SignatureInput(needed.challenge["hash"], by.person.email, PASSWORD)
            return perform(Request(**{**vars(request), "signature": signature}))

    def read(self, model: Any, pk: Any, by: Company | None = None) -> Any:
        """A row as one company sees it."""
        with as_organisation((by or self.sponsor).organisation.id):
            return model.objects.get(pk=pk)

    def rows(self, model: Any, by: Company | None = None, **filters: Any) -> list[Any]:
        """Rows as one company sees them."""
        with as_organisation((by or self.sponsor).organisation.id):
            return list(model.objects.filter(**filters))

    def issue_order(
        self, number: str = "4500000001", quantities: tuple[str, ...] = ("22000",), **values: Any
    ) -> UUID:
        """An order of the sponsor that waits for its answer."""
        from tests.setups.orders import ready_to_order  # noqa: PLC0415 - set-ups know the world

        ready_to_order(self)
        payload = {
            "number": number,
            "market": "US",
            "ship_to": "Harborview, New Jersey",
            "lines": [
                {
                    "item": self.item.sponsor_number,
                    "quantity": {"value": quantity, "unit": "H87"},
                    "requested_date": "2027-03-25",
                }
                for quantity in quantities
            ],
        } | values
        return self.act("orders.issue", self.relationship, payload, self.sponsor.actor(Role.BUYER)).record_id

    def traces(self) -> tuple[int, ...]:
        """How much the engine has written, seen by all: unchanged after a refusal."""
        counts = [0, 0, 0]
        for company in (self.sponsor, self.cmo, self.other_sponsor):
            with as_organisation(company.organisation.id):
                for index, model in enumerate((Act, Transition, Waiting)):
                    counts[index] += model.objects.count()
        return tuple(counts)


def build() -> World:
    """Found four companies and let two pairs work together."""
    sponsor = _company("HR", "Halden Ridge", "America/New_York", "US", "MA", "Boston", sponsor=True)
    cmo = _company("SF", "Sahyadri", "Asia/Kolkata", "IN", "MH", "Pune", cmo=True)
    other_sponsor = _company("CV", "Corvale", "America/Chicago", "US", "IL", "Chicago", sponsor=True)
    other_cmo = _company("AF", "Alpenfill", "Europe/Berlin", "DE", "BW", "Ulm", cmo=True)
    relationship = _relationship(sponsor, cmo)
    other_relationship = _relationship(other_sponsor, cmo)
    item = _item(sponsor, relationship, "HR-101", "SF-9101")
    other_item = _item(other_sponsor, other_relationship, "CV-500", "SF-9500")
    return World(sponsor, cmo, other_sponsor, other_cmo, relationship, other_relationship, item, other_item)


SPONSOR_ROLES = [
    Role.SUPPLY_PLANNER, Role.CATEGORY_MANAGER, Role.PROCUREMENT_APPROVER, Role.BUYER, Role.QUALITY_ASSURANCE,
    Role.QUALIFIED_PERSON, Role.LOGISTICS, Role.RECEIVER, Role.ACCOUNTS_PAYABLE, Role.TREASURY,
]  # fmt: skip
CMO_ROLES = [
    Role.PLANNER, Role.BUSINESS_DEVELOPMENT, Role.COMMERCIAL_HEAD, Role.CUSTOMER_SERVICE, Role.MATERIAL_PLANNER,
    Role.DOCUMENT_OWNER, Role.PRODUCTION, Role.SUPERVISOR, Role.QUALITY_CONTROL, Role.QUALITY_ASSURANCE,
    Role.WAREHOUSE, Role.FINANCE,
]  # fmt: skip


def _company(code: str, name: str, zone: str, country: str, part: str, city: str, **sides: bool) -> Company:
    administrator = found(
        Founding(
            code=code, name=name, country=country, currency="USD", seat=Seat(city, city, zone, country, part),
            administrator_email=f"admin@{code.lower()}.example", administrator_name=f"Admin of {name}",
            password=PASSWORD, is_sponsor=sides.get("sponsor", False), is_cmo=sides.get("cmo", False),
        )
    )  # fmt: skip
    company = Company(administrator.organisation, administrator)
    choose(company.organisation.id)
    for role in SPONSOR_ROLES if sides.get("sponsor") else CMO_ROLES:
        email = f"{role}@{code.lower()}.example"
        perform(
            Request(
                code="parties.add_person", on=company.organisation.id, actor=actor_of(administrator),
                key=f"person-{email}"[:64],
                payload={"email": email, "name": f"{role} of {name}", "title": str(role), "site": administrator.site_id,
                         "roles": [str(role)]},
            )
        )  # fmt: skip
        with as_organisation(company.organisation.id):
            person = Person.objects.get(email=email)
            person.password = administrator.password
            person.save(update_fields=["password"])
        company.people[str(role)] = person
    return company


def _relationship(sponsor: Company, cmo: Company) -> Relationship:
    proposal = {"partner_code": cmo.organisation.code, "we_are": "sponsor", "site": sponsor.site.pk}
    proposed = perform(
        Request("parties.propose_relationship", sponsor.organisation.id, sponsor.actor(Role.ADMINISTRATOR),
                f"propose-{sponsor.organisation.code}", proposal)
    )  # fmt: skip
    perform(
        Request("parties.accept_relationship", proposed.record_id, cmo.actor(Role.ADMINISTRATOR),
                f"accept-{sponsor.organisation.code}", {"site": cmo.site.pk})
    )  # fmt: skip
    with as_organisation(sponsor.organisation.id):
        return Relationship.objects.select_related("sponsor", "cmo", "sponsor_site", "cmo_site").get(
            pk=proposed.record_id
        )


def _item(sponsor: Company, relationship: Relationship, number: str, cmo_number: str) -> Item:
    payload = {
        "sponsor_number": number, "cmo_number": cmo_number, "name": f"{number} 20 mg tablets, bottle 90",
        "units_per_pack": 90, "order_multiple": "1000", "batch": {"value": "2000000", "unit": "H87"},
        "shelf_life_months": 36, "expiry_basis": "first_mixing", "target_yield_percent": "98", "alert_low_percent": "96",
        "alert_high_percent": "101", "markets": ["US", "DE"],
    }  # fmt: skip
    perform(
        Request(
            "parties.introduce_item",
            relationship.pk,
            sponsor.actor(Role.ADMINISTRATOR),
            f"item-{number}",
            payload,
        )
    )
    with as_organisation(sponsor.organisation.id):
        return Item.objects.get(sponsor_number=number)


_standing: dict[str, World] = {}


def forget() -> None:
    """After all tables were emptied: the standing world is gone."""
    _standing.clear()


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """The world, built once and kept; each test gets its own copy of the objects and rolls its rows back."""
    known = _standing.get("world")
    choose(None)
    if known is None or not Organisation.objects.filter(pk=known.sponsor.organisation.pk).exists():
        known = build()
    yield copy.deepcopy(known)
    # The database now checks that every state has its act; it must see the rows of all companies for that.
    choose(None)


@pytest.fixture(scope="session", autouse=True)
def standing_world(request: pytest.FixtureRequest) -> None:
    """Build the world before the first test that needs a database, outside of any test's transaction."""
    if not any("world" in getattr(item, "fixturenames", ()) for item in request.session.items):
        return
    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock():
        _standing["world"] = build()


@pytest.fixture
def committed_world(transactional_db: None, database_superuser_url: str) -> World:
    """A world really committed, for races and crashes; everything is emptied before and afterwards."""
    trial.empty_all(database_superuser_url)
    forget()
    return build()
