"""Acts over the API: the answer's format, idempotency, versions, signatures."""

import pytest

from cobatch.api.schemas import ActAnswer
from cobatch.kernel.roles import Role
from cobatch.steps.orders.models import OrderLine, PurchaseOrder
from tests.setups.orders import ready_to_order
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db


def order(world, number="4500000001"):
    return {
        "number": number,
        "market": "US",
        "ship_to": "Harborview, New Jersey",
        "lines": [
            {
                "item": world.item.sponsor_number,
                "quantity": {"value": "22000", "unit": "H87"},
                "requested_date": "2027-03-25",
            }
        ],
    }


@pytest.fixture
def issue(world, caller):
    """Issue an order as the buyer."""
    ready_to_order(world)
    buyer = caller(world.sponsor, Role.BUYER)
    path, version = (
        f"/orders/{world.relationship.pk}/issue",
        buyer.version(f"/relationships/{world.relationship.pk}"),
    )

    def send(number="4500000001", body=None, **options):
        return buyer.post(path, body or order(world, number), version=version, **options)

    return send


def test_an_act_answers_in_the_settled_format(world, issue):
    response = issue()

    assert response.status_code == 200, response.content
    body = response.json()
    ActAnswer.model_validate(body)
    assert set(body) == {"act", "code", "at", "record", "parts", "log", "index", "leaf"}
    assert body["code"] == "orders.issue"
    assert (body["record"]["type"], body["record"]["version"]) == ("order", 1)
    assert [part["state"] for part in body["parts"]] == ["awaiting_confirmation"]
    assert body["log"] == str(world.relationship.pk)
    assert response["ETag"] == '"1"'
    assert response["Cache-Control"] == "no-store"
    assert [row.number for row in world.rows(PurchaseOrder)] == ["4500000001"]


def test_the_same_key_and_request_get_the_same_answer_and_nothing_twice(world, issue):
    first = issue(key="order-4500000001")
    before = world.traces()
    again = issue(key="order-4500000001")

    assert again.status_code == 200
    assert again.json() == first.json()
    assert world.traces() == before


def test_a_key_used_for_another_request_is_refused(world, issue):
    issue(key="order-4500000001")
    before = world.traces()
    response = issue(number="4500000002", key="order-4500000001")

    assert (response.status_code, response.json()["code"]) == (409, "key_reused")
    assert world.traces() == before


@pytest.mark.parametrize(
    ("headers", "codes"),
    [
        ({"Idempotency_Key": ""}, ["key_missing"]),
        ({"Idempotency_Key": "short"}, ["key_missing"]),
        ({"Idempotency_Key": "x" * 65}, ["key_missing"]),
        ({"If_Match": ""}, ["version_missing"]),
        ({"If_Match": "1"}, ["version_missing"]),
        ({"If_Match": "*"}, ["version_missing"]),
        ({"Idempotency_Key": "", "If_Match": ""}, ["key_missing", "version_missing"]),
    ],
)
def test_key_and_version_are_required(world, issue, headers, codes):
    before = world.traces()
    response = issue(**headers)

    assert response.status_code == 428
    assert response["Content-Type"] == "application/problem+json"
    assert [reason["code"] for reason in response.json()["reasons"]] == codes
    assert world.traces() == before


def test_a_version_made_weak_by_compression_counts(world, issue, caller):
    buyer, address = caller(world.sponsor, Role.BUYER), f"/relationships/{world.relationship.pk}"
    assert issue(If_Match=f"W/{buyer.get(address)['ETag']}").status_code == 200


def test_a_stale_version_says_what_has_changed(world, issue, caller):
    order_id = issue().json()["record"]["id"]
    [line] = world.rows(OrderLine, order_id=order_id)
    answers = {"answers": [{"line": str(line.pk), "answer": "accept"}]}
    service_desk = caller(world.cmo, Role.CUSTOMER_SERVICE)
    assert service_desk.post(f"/orders/{order_id}/confirm", answers, version=1).status_code == 200
    before = world.traces()

    response = service_desk.post(f"/orders/{order_id}/confirm", answers, version=1)

    body = response.json()
    assert (response.status_code, body["code"]) == (412, "stale")
    [change] = body["changed"]
    assert (change["code"], change["title"], change["version"]) == ("orders.confirm", "answered the order", 2)
    assert change["at"].endswith("Z")
    assert world.traces() == before


def test_a_wrong_payload_is_answered_field_by_field(world, issue):
    body = order(world)
    body["lines"][0]["quantity"] = {"value": "many", "unit": "H87"}
    body["colour"] = "blue"
    response = issue(body=body)

    assert response.status_code == 422
    assert {reason["field"] for reason in response.json()["reasons"]} == {
        "/lines/0/quantity/value",
        "/colour",
    }


def test_an_unsigned_act_knows_no_signature(world, issue):
    body = order(world) | {"signature": {"hash": "0" * 64, "email": "a@b.example", "password": "x"}}
    response = issue(body=body)

    assert response.status_code == 422
    assert [reason["field"] for reason in response.json()["reasons"]] == ["/signature"]


def test_a_token_acts_within_its_scopes_and_its_persons_roles(world, caller):
    path = f"/orders/{world.relationship.pk}/issue"
    narrow = caller(world.sponsor, Role.BUYER, scopes=["orders.resolve"])
    receiver = caller(world.sponsor, Role.RECEIVER)
    version = receiver.version(f"/relationships/{world.relationship.pk}")

    assert narrow.post(path, order(world), version=version).json()["code"] == "scope_missing"
    response = receiver.post(path, order(world), version=version)
    assert (response.status_code, response.json()["code"]) == (409, "role_missing")


def test_what_is_revealed_is_revealed_once(world, caller):
    admin = caller(world.sponsor)
    person = world.sponsor.people["buyer"]
    payload = {"person": str(person.pk), "name": "SAP production", "scopes": ["orders.issue"]}
    path = f"/parties/{world.sponsor.organisation.pk}/issue-token"
    version = admin.version("/me")

    first = admin.post(path, payload, version=version, key="token-for-sap")
    again = admin.post(path, payload, version=version, key="token-for-sap")

    assert first.status_code == 200, first.content
    assert first.json()["revealed"]["token"].startswith("cob_")
    assert "revealed" not in again.json()
    assert again.json() == {key: value for key, value in first.json().items() if key != "revealed"}


def test_the_wrong_password_does_not_sign(world, caller, signed):
    who, path, body, version = signed(world, caller)
    challenge = who.post(path, body, version=version).json()["challenge"]
    signature = {
        "hash": challenge["hash"],
        "email": world.sponsor.people["quality_assurance"].email,
        "password": "wrong",
    }

    response = who.post(path, body | {"signature": signature}, version=version)

    assert (response.status_code, response.json()["code"]) == (403, "signature_needed")
    assert [reason["code"] for reason in response.json()["reasons"]] == ["wrong_credentials"]
    assert "challenge" not in response.json()


def test_a_signed_act_asks_with_a_challenge_and_takes_the_signature(world, caller, signed):
    who, path, body, version = signed(world, caller)
    before = world.traces()
    asked = who.post(path, body, version=version)

    assert (asked.status_code, asked.json()["code"]) == (403, "signature_needed")
    challenge = asked.json()["challenge"]
    assert set(challenge) == {"hash", "meaning", "text", "record"}
    assert len(challenge["hash"]) == 64
    assert world.traces() == before

    email = world.sponsor.people["quality_assurance"].email
    signature = {"hash": challenge["hash"], "email": email, "password": PASSWORD}
    response = who.post(path, body | {"signature": signature}, version=version)

    assert response.status_code == 200, response.content
    ActAnswer.model_validate(response.json())


def test_a_signature_that_is_incomplete_says_where(world, caller, signed):
    who, path, body, version = signed(world, caller)
    response = who.post(path, body | {"signature": {"email": "x"}}, version=version)

    assert response.status_code == 422
    assert {reason["field"] for reason in response.json()["reasons"]} == {
        "/signature/hash",
        "/signature/password",
    }


def test_a_service_account_cannot_sign(world, caller, signed, service):
    who, path, body, version = signed(world, caller, person=service)
    asked = who.post(path, body, version=version)
    signature = {"hash": asked.json()["challenge"]["hash"], "email": service.email, "password": PASSWORD}
    before = world.traces()

    response = who.post(path, body | {"signature": signature}, version=version)

    assert response.status_code == 403
    assert [reason["code"] for reason in response.json()["reasons"]] == ["service_cannot_sign"]
    assert world.traces() == before
