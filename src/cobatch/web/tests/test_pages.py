"""Lists, search, details: what they show, and that nothing typed into an address is a fault."""

import pytest
from django.test import Client

from cobatch.kernel.identity import new_id
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import choose
from cobatch.touchpoints.models import Act

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def open_as(world):
    def opened(path, person=None, **headers):
        choose(None)
        client = Client(headers=headers)
        client.force_login(person or world.sponsor.people[Role.BUYER])
        choose(None)
        return client.get(path)

    return opened


ODD = [
    "%00",
    "%FF%FE",
    "%25",
    "_",
    "'",
    "\\",
    "a" * 3000,
    "%F0%9F%92%8A",
    "%ED%A0%80",
    "00000000-0000-0000-0000",
]


@pytest.mark.parametrize("odd", ODD)
def test_no_address_is_a_fault(world, open_as, odd):
    for path in (
        f"/search/?q={odd}", f"/orders/?q={odd}", f"/orders/?state={odd}", f"/orders/?after={odd}",
        f"/orders/?relationship={odd}", f"/?on={odd}", f"/batches/?state={odd}", f"/orders/do/issue/?on={odd}",
    ):  # fmt: skip
        assert open_as(path).status_code in (200, 404), path


@pytest.mark.parametrize("path", ["/organisations/", "/people/", "/order/", "/nothing/", "/acts/"])
def test_what_is_no_list_is_not_there(world, open_as, path):
    assert open_as(path).status_code == 404
    assert open_as(f"{path}{new_id()}/").status_code == 404


def test_both_see_the_order_in_their_list_and_find_it_by_any_part_of_its_number(world, open_as):
    world.issue_order("4500018231")
    tomas = world.cmo.people[Role.CUSTOMER_SERVICE]

    for person in (None, tomas):
        for path in ("/orders/", "/orders/?q=18231", "/search/?q=0182", "/orders/?q=hr-1"):
            assert "4500018231" in open_as(path, person).content.decode(), path
        assert "4500018231" not in open_as("/orders/?q=99999", person).content.decode()
    assert "HX" not in open_as("/search/?q=0182", **{"HX-Request": "true"}).content.decode()[:20]


def test_a_filter_by_state_shows_that_state_only(world, open_as):
    world.issue_order("4500018231")

    assert "4500018231" in open_as("/orders/?state=awaiting_confirmation").content.decode()
    assert "4500018231" not in open_as("/orders/?state=confirmed").content.decode()


def test_a_thread_says_whose_turn_it_is_and_offers_what_can_be_done(world, open_as):
    order = world.issue_order()
    address = f"/orders/{order}/do/confirm/"

    theirs = open_as(f"/orders/{order}/").content.decode()
    mine = open_as(f"/orders/{order}/", world.cmo.people[Role.CUSTOMER_SERVICE]).content.decode()

    assert address in mine
    assert address not in theirs
    assert "customer_service of Sahyadri" in theirs
    for text in (mine, theirs):
        assert "Boston" in text
        assert "Pune" in text


def test_the_seal_of_an_act_leads_to_its_proof(world, open_as):
    order = world.issue_order()
    [act] = world.rows(Act, root_id=order)

    assert f"/proofs/{act.pk}/" in open_as(f"/orders/{order}/").content.decode()
    proof = open_as(f"/proofs/{act.pk}/").content.decode()
    assert act.leaf in proof.replace(" ", "").replace("\n", "") or act.leaf[:16] in proof


def test_pages_are_kept_by_nobody_and_framed_by_nobody(world, open_as):
    answer = open_as("/")

    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_no_page_has_a_script_or_style_inside(world, open_as):
    order = world.issue_order()
    for path in ("/", "/orders/", f"/orders/{order}/", "/setup/", f"/orders/{order}/do/resolve/"):
        text = open_as(path).content.decode()
        assert " style=" not in text, path
        assert "<style" not in text, path
        assert " onclick=" not in text, path
        assert all("src=" in tag for tag in text.split("<script")[1:] if ">" in tag), path


def test_logged_out_the_way_back_is_remembered_whole(world):
    choose(None)
    answer = Client().get(f"/orders/do/issue/?on={world.relationship.pk}&from=%26x")

    query = answer["Location"].partition("?")[2]
    assert query == f"next=/orders/do/issue/%3Fon%3D{world.relationship.pk}%26from%3D%2526x"


def test_without_a_database_answer_nobody_is_told_it_is_healthy(world):
    choose(None)
    assert Client().get("/healthy/").content == b"ok"
