"""Every error is a problem document with a stable code, in the caller's language."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from cobatch.api import acts
from cobatch.api.schemas import Problem
from cobatch.kernel.identity import new_id
from cobatch.kernel.refusals import NotYours
from cobatch.kernel.roles import Role
from cobatch.network.models import Person, Token
from cobatch.network.tenancy import as_organisation

pytestmark = pytest.mark.django_db


def check(response, status, code):
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), (
        response.content
    )
    body = response.json()
    Problem.model_validate(body)
    assert (body["status"], body["code"]) == (status, code)
    return body


@pytest.fixture
def buyer(world, caller):
    return caller(world.sponsor, Role.BUYER)


@pytest.mark.parametrize("header", ["", "Bearer nonsense", "Bearer ", "Basic YTpi", "Bearer cob_é"])
def test_a_token_is_needed(client, world, header):
    response = client.get("/api/v1/orders", headers={"Authorization": header} if header else {})

    check(response, 401, "unauthenticated")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_session_is_no_token(client, world):
    client.force_login(world.sponsor.people["buyer"])

    check(client.get("/api/v1/orders"), 401, "unauthenticated")
    check(client.post(f"/api/v1/orders/{world.relationship.pk}/issue"), 401, "unauthenticated")


def test_a_revoked_token_is_worth_nothing(world, buyer):
    [token] = [each for each in world.rows(Token) if each.person_id == world.sponsor.people["buyer"].pk]
    world.act(
        "parties.revoke_token",
        world.sponsor.organisation,
        {"token": str(token.pk)},
        world.sponsor.actor("administrator"),
    )

    check(buyer.get("/me"), 401, "unauthenticated")


def test_who_has_left_cannot_call(world, buyer):
    with as_organisation(world.sponsor.organisation.id):
        Person.objects.filter(pk=world.sponsor.people["buyer"].pk).update(is_active=False)

    check(buyer.get("/me"), 401, "unauthenticated")


@pytest.mark.parametrize(
    "body", ["{", "[]", '"text"', "NaN", '{"number": NaN}', "\ufeff{}", b"\xff", '{"a": "\\u0000"}',
             '{"a": ["\\ud800"]}', '{"\\udfff": 1}', "[" * 100_000, '{"a": ' + "9" * 5000 + "}"],
)  # fmt: skip
def test_what_is_no_json_is_malformed(world, buyer, body):
    check(buyer.post(f"/orders/{world.relationship.pk}/issue", body), 400, "malformed")


def test_other_media_types_are_not_taken(world, buyer):
    response = buyer.client.post(
        f"/api/v1/orders/{world.relationship.pk}/issue", "a=b", content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Bearer {buyer.token}", "Idempotency-Key": "key-number-1", "If-Match": '"1"'},
    )  # fmt: skip

    check(response, 415, "media_type")


def test_too_much_is_refused(world, buyer, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    check(buyer.post(f"/orders/{world.relationship.pk}/issue", {"number": "9" * 1001}), 413, "too_large")


def test_missing_unknown_and_foreign_are_the_same_answer(world, caller, buyer):
    order = world.issue_order()
    stranger = caller(world.other_sponsor, Role.BUYER)
    answers = [
        check(response, 404, "not_found")
        for response in (
            stranger.get(f"/orders/{order}"), stranger.get(f"/orders/{new_id()}"), stranger.get("/orders/17"),
            stranger.get("/nothing"), stranger.get("/"), stranger.post(f"/orders/{order}/resolve"),
            stranger.post(f"/orders/{new_id()}/resolve"), stranger.post(f"/orders/{order}/fly"),
            buyer.post(f"/orders/{order}/begin-production"), buyer.post(f"/orders/{order}/confirm"),
        )
    ]  # fmt: skip

    assert all(answer == answers[0] for answer in answers)


def test_another_method_is_named_with_those_allowed(world, buyer):
    response = buyer.client.delete("/api/v1/orders", headers={"Authorization": f"Bearer {buyer.token}"})

    check(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET"


def test_a_failure_tells_nothing(world, buyer, monkeypatch):
    def broken(request):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(acts, "perform", broken)
    response = buyer.post(f"/orders/{world.relationship.pk}/issue")

    body = check(response, 500, "failed")
    assert "secret" not in response.content.decode()
    assert len(body["reasons"]) == 1


def test_the_text_follows_accept_language(world, buyer, settings, tmp_path):
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    words = Catalog(locale="de")
    words.add(NotYours.__doc__, "Das gibt es nicht, oder es ist nicht Ihres.")
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, words)
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    settings.LOCALE_PATHS = [tmp_path]

    german = buyer.get("/orders/17", **{"Accept-Language": "de"}).json()
    english = buyer.get("/orders/17", **{"Accept-Language": "en"}).json()

    assert german["title"] == "Das gibt es nicht, oder es ist nicht Ihres."
    assert english["title"] == "There is no such record, or it is not yours to see."
    assert german["code"] == english["code"] == "not_found"
