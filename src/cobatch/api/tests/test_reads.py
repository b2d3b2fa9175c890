"""Reading: lists by pages, one record with its version, possible acts, history, the company's own."""

import hashlib
from io import BytesIO

import pytest

from cobatch.api.schemas import Page, Possibilities
from cobatch.kernel.roles import Role
from cobatch.steps.orders.models import OrderLine
from tests.setups import agreements

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(world, caller):
    return caller(world.sponsor, Role.BUYER)


def numbers(response):
    return [item["number"] for item in response.json()["items"]]


def test_a_list_has_the_newest_first_and_says_what_is_shared(world, buyer):
    world.issue_order("4500000001")
    world.issue_order("4500000002")
    response = buyer.get("/orders")

    Page.model_validate(response.json())
    assert numbers(response) == ["4500000002", "4500000001"]
    first = response.json()["items"][0]
    assert (first["type"], first["version"], first["relationship"]) == (
        "order",
        1,
        str(world.relationship.pk),
    )


def test_pages_neither_skip_nor_repeat_while_others_write(world, buyer):
    for number in range(1, 6):
        world.issue_order(f"450000000{number}")
    first = buyer.get("/orders?limit=2")
    world.issue_order("4500000006")
    second = buyer.get(f"/orders?limit=2&after={first.json()['next']}")
    third = buyer.get(f"/orders?limit=2&after={second.json()['next']}")

    assert [number[-1] for page in (first, second, third) for number in numbers(page)] == [
        "5",
        "4",
        "3",
        "2",
        "1",
    ]
    assert third.json()["next"] is None


def test_a_full_last_page_leads_nowhere(world, buyer):
    world.issue_order("4500000001")
    world.issue_order("4500000002")

    assert buyer.get("/orders?limit=2").json()["next"] is None
    assert buyer.get("/orders?limit=1").json()["next"] is not None


def test_lists_are_narrowed_by_relationship_and_state(world, buyer):
    order = world.issue_order("4500000001")
    [line] = world.rows(OrderLine, order_id=order)
    world.issue_order("4500000002")
    confirmed = {"answers": [{"line": str(line.pk), "answer": "accept"}]}
    world.act("orders.confirm", order, confirmed, world.cmo.actor(Role.CUSTOMER_SERVICE), version=1)

    assert numbers(buyer.get("/orders?state=confirmed")) == ["4500000001"]
    assert numbers(
        buyer.get(f"/orders?relationship={world.relationship.pk}&state=awaiting_confirmation")
    ) == ["4500000002"]
    assert numbers(buyer.get(f"/orders?relationship={world.other_relationship.pk}")) == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "query_invalid"), ("limit=201", "query_invalid"), ("limit=many", "query_invalid"),
        ("after=yesterday", "query_invalid"), ("relationship=7", "query_invalid"), ("state=asleep", "state_unknown"),
        ("sate=confirmed", "query_unknown"),
    ],
)  # fmt: skip
def test_a_query_that_is_not_understood_is_refused(buyer, query, code):
    response = buyer.get(f"/orders?{query}")

    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert [reason["code"] for reason in response.json()["reasons"]] == [code]


def test_one_record_has_its_parts_and_its_version_as_etag(world, buyer):
    order = world.issue_order(quantities=("22000", "44000"))
    response = buyer.get(f"/orders/{order}")

    body = response.json()
    assert response["ETag"] == '"1"'
    assert (body["type"], body["id"], body["number"]) == ("order", str(order), "4500000001")
    parts = {part["id"]: part for part in body["parts"]}
    assert set(parts) == {str(line.pk) for line in world.rows(OrderLine, order_id=order)}
    assert {part["requested"]["value"] for part in parts.values()} == {"22000", "44000"}
    assert {(part["type"], part["state"]) for part in parts.values()} == {
        ("order_line", "awaiting_confirmation")
    }


def test_possible_acts_say_why_not(world, caller, buyer):
    order = world.issue_order()
    desk, warehouse = caller(world.cmo, Role.CUSTOMER_SERVICE), caller(world.cmo, Role.WAREHOUSE)

    body = desk.get(f"/orders/{order}/acts").json()
    Possibilities.model_validate(body)
    [confirm] = [act for act in body["items"] if act["code"] == "orders.confirm"]
    assert (confirm["allowed"], confirm["href"]) == (True, f"/api/v1/orders/{order}/confirm")
    [barred] = [
        act
        for act in warehouse.get(f"/orders/{order}/acts").json()["items"]
        if act["code"] == "orders.confirm"
    ]
    assert (barred["allowed"], [reason["code"] for reason in barred["reasons"]]) == (False, ["role_missing"])
    assert "orders.confirm" not in {act["code"] for act in buyer.get(f"/orders/{order}/acts").json()["items"]}


def test_history_names_who_did_what_and_where_it_is_sealed(world, caller):
    order = world.issue_order()
    response = caller(world.cmo, Role.CUSTOMER_SERVICE).get(f"/orders/{order}/history")

    [act] = response.json()["items"]
    assert (act["code"], act["said"]) == ("orders.issue", "issued the order")
    assert (act["organisation"]["code"], act["person"]) == ("HR", "buyer of Halden Ridge")
    assert act["log"] == str(world.relationship.pk)
    assert len(act["leaf"]) == 64


def test_me_is_the_tokens_person_with_the_companys_version(world, caller):
    response = caller(world.sponsor, Role.BUYER, scopes=["orders.issue"]).get("/me")

    body = response.json()
    assert body["person"]["email"] == "buyer@hr.example"
    assert (body["organisation"]["code"], body["scopes"]) == ("HR", ["orders.issue"])
    assert response["ETag"] == f'"{body["organisation"]["version"]}"'


def test_relationships_and_items(world, buyer):
    [relationship] = buyer.get("/relationships").json()["items"]
    assert (relationship["id"], relationship["side"], relationship["cmo"]["code"]) == (
        str(world.relationship.pk), "sponsor", "SF",
    )  # fmt: skip
    assert relationship["terms"]["currency"] == "USD"
    assert "key" not in buyer.get(f"/relationships/{world.relationship.pk}").json()
    [item] = buyer.get("/items").json()["items"]
    assert (item["sponsor_number"], item["theoretical_batch"]) == (
        "HR-101",
        {"value": "2000000", "unit": "H87"},
    )


def test_waits_are_ours_or_theirs(world, buyer, caller):
    order = world.issue_order()
    desk = caller(world.cmo, Role.CUSTOMER_SERVICE)

    [mine] = desk.get("/waits?whose=mine").json()["items"]
    [theirs] = buyer.get("/waits?whose=theirs").json()["items"]
    assert mine == theirs
    assert (mine["code"], mine["record"]["id"], mine["on"]["code"]) == ("orders.confirm", str(order), "SF")
    assert buyer.get("/waits").json()["items"] == desk.get("/waits?whose=theirs").json()["items"] == []


def test_a_file_is_handed_over_and_read_back_by_both(world, caller):
    ours, theirs = caller(world.sponsor, Role.QUALITY_ASSURANCE), caller(world.cmo, Role.QUALITY_ASSURANCE)
    content, path = agreements.pdf(), f"/api/v1/files?relationship={world.relationship.pk}"
    headers = {"Authorization": f"Bearer {ours.token}"}

    def send(address, name="agreement.pdf"):
        upload = BytesIO(content)
        upload.name = name
        return ours.client.post(address, {"file": upload}, headers=headers)

    response = send(path)
    assert response.status_code == 200, response.content
    body = response.json()
    assert (body["name"], body["size"]) == ("agreement.pdf", len(content))
    assert body["sha256"] == hashlib.sha256(content).hexdigest()
    assert send(path).json()["id"] == body["id"]

    fetched = theirs.get(f"/files/{body['id']}")
    assert fetched.content == content
    assert fetched["Content-Disposition"].startswith("attachment")
    assert send(f"/api/v1/files?relationship={world.other_relationship.pk}").status_code == 404
    assert caller(world.other_sponsor).get(f"/files/{body['id']}").status_code == 404


def test_a_file_is_sent_as_a_form(world, buyer):
    assert buyer.post(f"/files?relationship={world.relationship.pk}", {}).status_code == 415
    empty = buyer.client.post(
        f"/api/v1/files?relationship={world.relationship.pk}",
        {},
        headers={"Authorization": f"Bearer {buyer.token}"},
    )
    assert (empty.status_code, empty.json()["reasons"][0]["code"]) == (422, "file_missing")
