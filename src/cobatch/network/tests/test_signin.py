"""Signing in, and who the session is afterwards."""

import pytest

from cobatch.kernel.roles import Role
from cobatch.network.models import Person
from cobatch.network.tenancy import as_organisation, choose
from tests.world import PASSWORD

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


def sign_in(client, email, password=PASSWORD):
    choose(None)
    answer = client.post("/accounts/login/", {"login": email, "password": password})
    choose(None)
    return answer


def test_address_and_password_open_the_inbox(world, client):
    answer = sign_in(client, "BUYER@hr.example")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "buyer of Halden Ridge" in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("email", "password"),
    [("buyer@hr.example", "wrong"), ("nobody@hr.example", PASSWORD), ("", ""), ("buyer@hr.example", "")],
)
def test_nothing_else_does_and_the_answer_tells_no_address_from_another(world, client, email, password):
    answer = sign_in(client, email, password)

    assert answer.status_code == 200
    assert client.get("/").status_code == 302
    text = answer.content.decode()
    assert "Halden" not in text
    assert "deactivated" not in text


def test_a_service_account_cannot_sign_in_even_with_a_password(world, client):
    with as_organisation(world.sponsor.organisation.pk):
        Person.objects.filter(pk=world.sponsor.people[Role.BUYER].pk).update(service=True)

    sign_in(client, "buyer@hr.example")

    assert client.get("/").status_code == 302


def test_a_session_does_not_outlive_its_person(world, client):
    sign_in(client, "buyer@hr.example")
    assert client.get("/").status_code == 200
    with as_organisation(world.sponsor.organisation.pk):
        Person.objects.filter(pk=world.sponsor.people[Role.BUYER].pk).update(is_active=False)
    choose(None)

    assert client.get("/").status_code == 302


def test_a_new_password_ends_the_older_sessions(world, client):
    sign_in(client, "buyer@hr.example")
    with as_organisation(world.sponsor.organisation.pk):
        person = Person.objects.get(email="buyer@hr.example")
        person.set_password("another horse battery")
        person.save(update_fields=["password"])
    choose(None)

    assert client.get("/").status_code == 302


@pytest.mark.parametrize("path", ["/accounts/signup/", "/demo/sign-in/"])
def test_nobody_signs_up_alone_or_by_the_demos_door(world, client, path):
    choose(None)
    answer = client.post(path, {"email": "buyer@hr.example", "password1": PASSWORD, "password2": PASSWORD})

    choose(None)
    assert answer.status_code in (200, 403, 404)
    assert client.get("/").status_code == 302
    assert not Person.objects.filter(email="new@hr.example").exists()
