"""The cast: companies, people, relationships and items of the reference story."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from cobatch.demo.products import ITEMS
from cobatch.demo.stage import PASSWORD, Line, Stage
from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.network.models import Person, Site
from cobatch.steps.parties.founding import Founding, Seat, found

BEGINNING = "2026-01-05 09:00"
BOSTON, DUBLIN, PUNE, BERLIN, CHICAGO = (
    "America/New_York", "Europe/Dublin", "Asia/Kolkata", "Europe/Berlin", "America/Chicago",
)  # fmt: skip

HALDEN = Founding(
    code="HR", name="Halden Ridge Therapeutics", country="US", currency="USD", is_sponsor=True, demo=True,
    seat=Seat("Cambridge", "Cambridge", BOSTON, "US", "MA"), password=PASSWORD,
    administrator_email="nadia@halden.example", administrator_name="Nadia Haddad",
    administrator_title="Treasurer", extra_roles=(Role.TREASURY,),
)  # fmt: skip
SAHYADRI = Founding(
    code="SF", name="Sahyadri Formulations", country="IN", currency="USD", is_cmo=True, demo=True,
    seat=Seat("Pune", "Pune", PUNE, "IN", "MH", (date(2026, 11, 10),)), password=PASSWORD,
    administrator_email="kavita@sahyadri.example", administrator_name="Kavita Deshmukh",
    administrator_title="Commercial Head", extra_roles=(Role.COMMERCIAL_HEAD,),
)  # fmt: skip
ALPENFILL = Founding(
    code="AF", name="Alpenfill Sterile", country="DE", currency="EUR", is_cmo=True, demo=True,
    seat=Seat("Ulm", "Ulm", BERLIN, "DE", "BW"), password=PASSWORD,
    administrator_email="jonas@alpenfill.example", administrator_name="Jonas Weidner",
    administrator_title="Commercial Director",
    extra_roles=(Role.PLANNER, Role.CUSTOMER_SERVICE, Role.BUSINESS_DEVELOPMENT, Role.COMMERCIAL_HEAD, Role.FINANCE),
)  # fmt: skip
CORVALE = Founding(
    code="CV", name="Corvale Biosciences", country="US", currency="USD", is_sponsor=True, demo=True,
    seat=Seat("Chicago", "Chicago", CHICAGO, "US", "IL"), password=PASSWORD,
    administrator_email="nina@corvale.example", administrator_name="Nina Alvarez",
    administrator_title="Head of External Supply",
    extra_roles=(
        Role.SUPPLY_PLANNER, Role.BUYER, Role.QUALITY_ASSURANCE, Role.CATEGORY_MANAGER, Role.PROCUREMENT_APPROVER,
    ),
)  # fmt: skip

PEOPLE: dict[str, tuple[tuple[str, str, str, str, tuple[Role, ...]], ...]] = {
    "nadia": (
        ("marcus", "Marcus Chen", "External Supply Planner", "Cambridge", (Role.SUPPLY_PLANNER,)),
        ("grace", "Grace Okoye", "Senior Buyer", "Cambridge", (Role.BUYER,)),
        ("sofia", "Sofia Marino", "Category Manager", "Cambridge", (Role.CATEGORY_MANAGER,)),
        ("henry", "Henry Walsh", "VP Procurement", "Cambridge", (Role.PROCUREMENT_APPROVER,)),
        ("elena", "Elena Petrova", "Head of QA Operations", "Cambridge", (Role.QUALITY_ASSURANCE,)),
        ("okafor", "Dr. Chidi Okafor", "Qualified Person", "Dublin", (Role.QUALIFIED_PERSON,)),
        ("ray", "Ray Dominguez", "Logistics and Accounts Payable", "Cambridge",
         (Role.LOGISTICS, Role.RECEIVER, Role.ACCOUNTS_PAYABLE)),
    ),
    "kavita": (
        ("priya", "Priya Kulkarni", "Production Planner", "Pune", (Role.PLANNER, Role.MATERIAL_PLANNER)),
        ("tomas", "Tomas Pereira", "Programme Manager", "Pune", (Role.CUSTOMER_SERVICE, Role.BUSINESS_DEVELOPMENT)),
        ("joerg", "Joerg Brandt", "Production Supervisor", "Pune", (Role.SUPERVISOR, Role.PRODUCTION)),
        ("meera", "Meera Joshi", "Head of QC", "Pune", (Role.QUALITY_CONTROL,)),
        ("anjali", "Anjali Rao", "QA Release Head", "Pune", (Role.QUALITY_ASSURANCE,)),
        ("ravi", "Ravi Shinde", "Documents and Warehouse", "Pune", (Role.DOCUMENT_OWNER, Role.WAREHOUSE)),
        ("lena", "Lena D'Souza", "Finance Manager", "Pune", (Role.FINANCE,)),
    ),
    "jonas": (
        ("katrin", "Katrin Vogel", "Head of Quality", "Ulm", (Role.QUALITY_ASSURANCE,)),
        ("uwe", "Uwe Maier", "Production and Warehouse", "Ulm",
         (Role.PRODUCTION, Role.SUPERVISOR, Role.WAREHOUSE, Role.QUALITY_CONTROL, Role.DOCUMENT_OWNER)),
    ),
}  # fmt: skip
DOMAINS = {"nadia": "halden", "kavita": "sahyadri", "jonas": "alpenfill"}


def found_companies(stage: Stage) -> None:
    """The four companies and their administrators, before any act can be done."""
    from cobatch.demo.instants import at  # noqa: PLC0415

    with clock.hold_at(at(BEGINNING, BOSTON)):
        for founding in (HALDEN, SAHYADRI, ALPENFILL, CORVALE):
            administrator = found(founding)
            stage.records[founding.code] = administrator.organisation_id


def lines() -> Iterator[Line]:
    """People, second sites, limits, relationships and items."""
    details = {"name": "Dublin", "city": "Dublin", "zone": DUBLIN, "country": "IE"}
    yield Line("2026-01-05 09:10", BOSTON, "nadia", "parties.add_site", "HR", details)
    for administrator, people in PEOPLE.items():
        for person in people:
            yield _joins(administrator, *person)
    for who, amount, currency in (
        ("henry", "5000000.00", "USD"),
        ("henry", "10000000.00", "EUR"),
        ("ray", "500000.00", "USD"),
        ("ray", "500000.00", "EUR"),
        ("grace", "2000000.00", "USD"),
        ("grace", "2000000.00", "EUR"),
    ):
        yield Line(
            "2026-01-05 11:00", BOSTON, "nadia", "parties.set_limit", "HR", _limit(who, amount, currency)
        )
    yield from _relationship("HR", "SF", "nadia", "kavita", PUNE, currency="USD")
    yield from _relationship("HR", "AF", "nadia", "jonas", BERLIN, currency="EUR")
    yield from _relationship("CV", "SF", "nina", "kavita", PUNE, currency="USD")
    yield from (_item(*each) for each in ITEMS)


def _joins(administrator: str, first: str, name: str, title: str, city: str, roles: tuple[Role, ...]) -> Line:
    company = {"nadia": "HR", "kavita": "SF", "jonas": "AF"}[administrator]
    email = f"{first}@{DOMAINS[administrator]}.example"

    def payload(stage: Stage) -> dict[str, Any]:
        site = stage.see(
            administrator, lambda: Site.objects.get(city=city, organisation_id=stage.records[company])
        )
        return {
            "email": email,
            "name": name,
            "title": title,
            "site": site.pk,
            "roles": [str(role) for role in roles],
        }

    when, zone = ("2026-01-06 10:00", PUNE) if company == "SF" else ("2026-01-05 10:00", BOSTON)
    return Line(when, zone, administrator, "parties.add_person", company, payload)


def _limit(who: str, amount: str, currency: str) -> Any:
    return lambda stage: {"person": stage.person(who).pk, "up_to": {"amount": amount, "currency": currency}}


def _relationship(
    sponsor: str, cmo: str, proposer: str, answerer: str, zone: str, **terms: Any
) -> Iterator[Line]:
    name = f"{sponsor}-{cmo}"
    yield Line(
        "2026-01-06 10:00", BOSTON, proposer, "parties.propose_relationship", sponsor,
        lambda stage: {"partner_code": cmo, "we_are": "sponsor", "site": stage.person(proposer).site_id, **terms},
        name=name,
    )  # fmt: skip
    yield Line(
        "2026-01-07 10:00", zone, answerer, "parties.accept_relationship", name,
        lambda stage: {"site": stage.person(answerer).site_id},
    )  # fmt: skip


def _item(relationship: str, who: str, number: str, details: dict[str, Any]) -> Line:
    return Line(
        "2026-01-12 10:00",
        BOSTON,
        who,
        "parties.introduce_item",
        relationship,
        {"sponsor_number": number, **details},
    )


def give_passwords() -> None:
    """Everybody of the story has the one password that the sign-in page shows."""
    from cobatch.network.tenancy import choose  # noqa: PLC0415

    choose(None)
    administrator = Person.objects.get(email=HALDEN.administrator_email)
    Person.objects.filter(demo=True).update(password=administrator.password)
