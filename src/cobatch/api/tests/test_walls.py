"""Every operation, as the catalogue makes them: a stranger finds nothing, nobody gets in without a token."""

import json

import pytest

from cobatch.api.acts import performed
from cobatch.api.build import endpoints
from cobatch.api.naming import act_path
from cobatch.kernel.identity import new_id
from cobatch.network.models import Organisation, Relationship
from cobatch.touchpoints import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(world):
    """One record of the sponsor and the manufacturer by name; where none stands yet, an id that is nobody's."""
    order = world.issue_order()
    ids = {
        "order": order,
        "relationship": world.relationship.pk,
        "organisation": world.sponsor.organisation.pk,
    }
    return lambda record: ids.get(record, new_id())


@pytest.fixture
def secrets(world, known):
    """What must not be read by others: ids and names of the two companies' dealings."""
    return [
        str(known("order")),
        str(world.relationship.pk),
        "4500000001",
        "HR-101",
        "Halden",
        str(world.item.pk),
    ]


def test_every_reading_operation_is_empty_for_another_company(world, caller, known, secrets):
    stranger = caller(world.other_sponsor)
    for endpoint in endpoints():
        if endpoint.method != "GET" or endpoint.open:
            continue
        response = stranger.get(endpoint.path.replace("{id}", str(known(endpoint.of))))
        assert response.status_code == (404 if endpoint.of else 200), endpoint.path
        assert not [secret for secret in secrets if secret in response.content.decode()], endpoint.path


def test_every_act_is_nothing_for_another_company(world, caller, known):
    stranger = caller(world.other_sponsor)
    before = world.traces()
    for touchpoint in performed():
        response = stranger.post(act_path(touchpoint, known(records.name_of(touchpoint.on))))
        assert (response.status_code, response.json()["code"]) == (404, "not_found"), touchpoint.code
    assert world.traces() == before


def test_the_other_sponsor_of_the_same_manufacturer_is_just_as_far(world, caller, known):
    """Both sponsors see the manufacturer; neither sees the other through it."""
    halden = caller(world.sponsor)
    for path in ("/relationships", "/orders", "/items", "/waits?whose=theirs", "/waits"):
        text = halden.get(path).content.decode()
        assert str(world.other_relationship.pk) not in text
        assert "CV-500" not in text
        assert "Corvale" not in text


def test_nobody_gets_in_without_a_token(client, world, known):
    for endpoint in endpoints():
        path = "/api/v1" + endpoint.path.replace("{id}", str(known(endpoint.of)))
        response = client.generic(endpoint.method, path, json.dumps({}), content_type="application/json")
        assert response.status_code == 401, path
        assert response.json()["code"] == "unauthenticated"


def test_a_partner_is_seen_but_not_its_own_affairs(world, caller, known):
    partner = caller(world.cmo)
    sponsor = world.sponsor.organisation.pk

    assert world.read(Organisation, sponsor, world.cmo).pk == sponsor
    assert world.read(Relationship, world.relationship.pk, world.cmo).pk == world.relationship.pk
    for path in (
        f"/organisations/{sponsor}",
        f"/organisations/{sponsor}/history",
        f"/organisations/{sponsor}/acts",
    ):
        assert partner.get(path).status_code == 404
