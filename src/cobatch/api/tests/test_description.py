"""The catalogue, the OpenAPI description and the page for people, all from one source."""

import json
import re
from html.parser import HTMLParser

import pytest

from cobatch.api.acts import performed
from cobatch.api.build import endpoints
from cobatch.api.naming import act_path, operation_id
from cobatch.api.openapi import document, text, write
from cobatch.api.schemas import Catalogue
from cobatch.touchpoints.declare import catalogue

pytestmark = pytest.mark.django_db


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def test_the_catalogue_is_public_only_where_settings_say_so(client, world, caller, settings):
    settings.PUBLIC_CATALOGUE = True
    response = client.get("/api/v1/touchpoints")
    Catalogue.model_validate(response.json())
    assert [entry["code"] for entry in response.json()["items"]] == list(catalogue())

    settings.PUBLIC_CATALOGUE = False
    for path in ("/touchpoints", "/openapi.json"):
        assert client.get(f"/api/v1{path}").status_code == 401
        assert caller(world.sponsor).get(path).status_code == 200


def test_an_entry_has_the_settled_members(client, settings):
    settings.PUBLIC_CATALOGUE = True
    entries = {entry["code"]: entry for entry in client.get("/api/v1/touchpoints").json()["items"]}
    confirm = entries["orders.confirm"]

    assert set(confirm) == {
        "code", "catalogue", "step", "side", "title", "doc", "moves", "sign", "roles", "payload",
    }  # fmt: skip
    assert (confirm["catalogue"], confirm["step"], confirm["side"], confirm["sign"]) == (
        "TP-12",
        "orders",
        "cmo",
        None,
    )
    assert confirm["moves"][0] == {
        "record": "order_line", "from": ["awaiting_confirmation"],
        "to": ["change_proposed", "confirmed", "rejected_by_cmo"],
    }  # fmt: skip
    assert confirm["moves"][1]["from"] == []
    assert "answers" in confirm["payload"]["properties"]


def test_the_description_has_an_operation_for_every_act_and_none_for_automatic_ones():
    made = document()
    acts = {
        operation["operationId"]
        for operations in made["paths"].values()
        for operation in operations.values()
        if "x-touchpoint" in operation
    }

    assert made["openapi"].startswith("3.1")
    assert acts == {
        operation_id(touchpoint) for touchpoint in catalogue().values() if not touchpoint.automatic
    }
    confirm = made["paths"]["/api/v1/orders/{id}/confirm"]["post"]
    assert [each["name"] for each in confirm["parameters"]] == ["id", "Idempotency-Key", "If-Match"]
    assert all(each["required"] for each in confirm["parameters"])
    assert {"403", "404", "409", "412", "422", "428"} <= set(confirm["responses"])


def test_every_reference_in_the_description_leads_somewhere():
    made = document()
    for reference in references(made):
        place = made
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
        assert place


def test_operations_have_different_names():
    names = [endpoint.name for endpoint in endpoints()]
    assert len(set(names)) == len(names)


def test_only_signed_acts_take_a_signature():
    made = document()
    for touchpoint in performed():
        operation = made["paths"][f"/api/v1{act_path(touchpoint)}"]["post"]
        reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        schema = made["components"]["schemas"][reference.rsplit("/", 1)[-1]]
        assert ("signature" in schema.get("properties", {})) is bool(touchpoint.sign), touchpoint.code


def test_the_description_is_the_same_every_time(tmp_path):
    written = write(tmp_path)

    assert written.name == "openapi.json"
    assert written.read_text(encoding="utf-8") == text()
    assert json.loads(text()) == document()


class Page(HTMLParser):
    """Counts what a strict content security policy would refuse, and collects anchors and text."""

    def __init__(self):
        super().__init__()
        self.refused, self.anchors, self.links = [], set(), set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors |= {given["id"]} if "id" in given else set()
        self.links |= {given["href"]} if tag == "a" else set()
        inline = (tag == "script" and not given.get("src")) or tag == "style" or "style" in given
        foreign = any(
            (given.get(name) or "").startswith(("http:", "https:", "//")) for name in ("src", "href")
        )
        if inline or foreign or any(name.startswith("on") for name in given):
            self.refused.append((tag, given))


def test_the_page_lists_every_act_without_inline_or_foreign_code(client, settings):
    settings.PUBLIC_CATALOGUE = True
    response = client.get("/api/v1/docs")
    page = Page()
    page.feed(response.content.decode())

    assert response.status_code == 200
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert page.refused == []
    assert {operation_id(touchpoint) for touchpoint in performed()} <= page.anchors
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.anchors
    shown = re.sub(r"\s+", " ", response.content.decode())
    assert "answers[].promised_date" in shown
    assert "With an offer: on which day." in shown
    assert "POST /api/v1/orders/{id}/confirm" in shown
    assert "curl -X POST" in shown


def test_the_page_is_for_those_who_are_signed_in_where_the_catalogue_is_not_public(
    client, world, caller, settings
):
    settings.PUBLIC_CATALOGUE = False
    assert client.get("/api/v1/docs").headers["Location"].startswith("/accounts/login/?next=")
    assert caller(world.sponsor).get("/docs").status_code == 200
    client.force_login(world.sponsor.people["buyer"])
    assert client.get("/api/v1/docs").status_code == 200
