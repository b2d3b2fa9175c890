"""Callers of the API: a token per person, and a client that sends what is required."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.test import Client

from cobatch.network.models import Person
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints.declare import catalogue
from tests.setups import agreements

_keys = count()


@dataclass
class Caller:
    """Calls the API with one token; headers that are required are added unless the test gives its own."""

    token: str
    client: Client = field(default_factory=Client)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {self.token}"} | headers)

    def version(self, path: str) -> int:
        """The version of a record, from its ETag."""
        return int(self.get(path)["ETag"].strip('"'))

    def post(self, path: str, body: Any = None, *, version: int = 1, key: str = "", **headers: str) -> Any:
        sent = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key or f"api-test-{next(_keys):08d}",
            "If-Match": f'"{version}"',
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        raw = body if isinstance(body, str | bytes) else json.dumps(body or {})
        return self.client.post(
            f"/api/v1{path}", raw, content_type="application/json",
            headers={name: value for name, value in sent.items() if value},
        )  # fmt: skip


@pytest.fixture
def caller(world):
    """`caller(company, role)`: somebody of the company with a token issued by its administrator."""

    def call(
        company: Any, role: str = "administrator", scopes: Any = None, person: Person | None = None
    ) -> Caller:
        who = person or company.people.get(str(role), company.administrator)
        wanted = (
            [code for code, touchpoint in catalogue().items() if not touchpoint.automatic]
            if scopes is None
            else scopes
        )
        payload = {"person": str(who.pk), "name": f"test {role}", "scopes": wanted}
        outcome = world.act(
            "parties.issue_token", company.organisation, payload, company.actor("administrator")
        )
        return Caller(outcome.revealed["token"])

    return call


@pytest.fixture
def service(world):
    """A service account of the sponsor with the buyer's and the quality role."""
    sponsor = world.sponsor
    payload = {
        "email": "sap@hr.example", "name": "SAP", "site": str(sponsor.site.pk), "service": True,
        "roles": ["buyer", "quality_assurance"],
    }  # fmt: skip
    world.act("parties.add_person", sponsor.organisation, payload, sponsor.actor("administrator"))
    with as_organisation(sponsor.organisation.id):
        return Person.objects.get(email="sap@hr.example")


@pytest.fixture
def signed(world):
    """A signed act of the sponsor's quality assurance: the caller, its address, its body and the version."""

    def prepared(
        world: Any, caller: Any, person: Person | None = None
    ) -> tuple[Caller, str, dict[str, Any], int]:
        agreement = agreements.quality_agreement_proposed(world)
        who = caller(world.sponsor, "quality_assurance", person=person)
        return who, f"/agreements/{agreement}/sign-quality-agreement", {}, 1

    return prepared
