"""The page of an act: a form made from the payload, a refusal that loses nothing typed, a signature in two steps."""

import re

import pytest
from django.test import Client

from cobatch.kernel.roles import Role
from cobatch.network.models import Relationship
from cobatch.network.tenancy import choose
from cobatch.steps.agreements.models import QualityAgreement
from cobatch.steps.orders.models import OrderLine, PurchaseOrder
from tests.setups.agreements import quality_agreement_proposed
from tests.setups.orders import ready_to_order
from tests.world import PASSWORD

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def browse(world):
    """`browse(company, role)`: a window of that person; every request begins as the server's do."""

    def window(company, role, **headers):
        choose(None)
        client = Client(headers=headers)
        client.force_login(company.people[role])

        def request(method, path, **values):
            choose(None)
            return getattr(client, method)(path, values)

        return request

    return window


@pytest.fixture
def buyer(world, browse):
    return browse(world.sponsor, Role.BUYER)


@pytest.fixture
def new_order(world):
    ready_to_order(world)
    return f"/orders/do/issue/?on={world.relationship.pk}"


TYPED = {
    "_do": "1", "key": "typed-in-a-browser", "number": "4500000123", "market": "US",
    "ship_to": "Harborview", "date_basis": "hand_over", "lines.0.item": "HR-101", "lines.0.quantity.value": "22000",
    "lines.0.quantity.unit": "H87", "lines.0.requested_date": "2027-03-25",
}  # fmt: skip


@pytest.fixture
def typed(world, new_order):
    """A whole order as a browser sends it, on the version of the relationship that it was drawn from."""
    version = world.read(Relationship, world.relationship.pk).version
    return TYPED | {"version": str(version)}


def hidden(answer, name):
    return re.search(rf'name="{re.escape(name)}" value="([^"]*)"', answer.content.decode())[1]


def test_a_form_asks_for_everything_with_help_and_labels_bound_to_their_fields(buyer, new_order):
    text = buyer("get", new_order).content.decode()

    for name in (
        "number",
        "market",
        "ship_to",
        "lines.0.item",
        "lines.0.quantity.value",
        "lines.0.requested_date",
    ):
        assert f'name="{name}"' in text, name
    assert "The order number of your own system." in text
    ids = set(re.findall(r'\bid="([^"]+)"', text))
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', text)) <= ids


def test_sent_it_is_done_and_leads_to_the_new_record(world, buyer, new_order, typed):
    answer = buyer("post", new_order, **typed)

    [order] = world.rows(PurchaseOrder)
    assert (answer.status_code, answer["Location"]) == (302, f"/orders/{order.pk}/")
    assert len(world.rows(OrderLine, order=order)) == 1


def test_sent_twice_it_is_one_order(world, buyer, new_order, typed):
    first, second = buyer("post", new_order, **typed), buyer("post", new_order, **typed)

    assert first["Location"] == second["Location"]
    assert len(world.rows(PurchaseOrder)) == 1


def test_a_refusal_loses_nothing_that_was_typed_and_stands_beside_its_field(world, buyer, new_order, typed):
    before = world.traces()
    answer = buyer("post", new_order, **typed | {"lines.0.quantity.value": "1500"})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "multiples of 1000" in text
    for word in ("4500000123", "Harborview", "1500", "2027-03-25"):
        assert f'value="{word}"' in text, word
    assert world.traces() == before


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"market": "USA"}, 422), ({"lines.0.quantity.value": "many"}, 422), ({"lines.0.requested_date": "soon"}, 422),
     ({"number": ""}, 422), ({"lines.0.item": "XX"}, 409), ({"number": "<script>alert(1)</script>"}, 302)],
)  # fmt: skip
def test_whatever_is_typed_is_answered_in_words(buyer, new_order, typed, wrong, status):
    answer = buyer("post", new_order, **typed | wrong)

    assert answer.status_code == status
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("version", ["", "abc", "-1", "0", "99999999999999999999", "1.5"])
def test_a_version_that_is_none_is_an_older_one(world, buyer, version):
    """Never a fault, and never a way around looking at the newest."""
    order = world.issue_order()
    [line] = world.rows(OrderLine, order_id=order)
    answer = {"line": str(line.pk), "answer": "change", "quantity": {"value": "20000", "unit": "H87"},
              "promised_date": "2027-04-16", "reason": "plant"}  # fmt: skip
    world.act(
        "orders.confirm", order, {"answers": [answer]}, world.cmo.actor(Role.CUSTOMER_SERVICE), version=1
    )
    before = world.traces()

    decision = {
        "_do": "1",
        "version": version,
        "decisions.0.line": str(line.pk),
        "decisions.0.decision": "accept",
    }
    found = buyer("post", f"/orders/{order}/do/resolve/", **decision)

    assert found.status_code == 412
    assert world.traces() == before


def test_add_and_remove_only_draw_the_form_again(world, buyer, new_order, typed):
    before = world.traces()
    typed.pop("_do")

    more = buyer("post", new_order, **typed | {"_add": "lines"}).content.decode()

    assert 'name="lines.1.item"' in more
    assert 'value="4500000123"' in more
    assert world.traces() == before


def test_in_a_dialog_the_same_form_comes_as_a_part_of_a_page(world, browse, new_order, typed):
    dialog = browse(world.sponsor, Role.BUYER, **{"HX-Request": "true"})

    form = dialog("get", new_order)
    done = dialog("post", new_order, **typed)

    assert "<html" not in form.content.decode()
    [order] = world.rows(PurchaseOrder)
    assert (done.status_code, done["HX-Redirect"]) == (204, f"/orders/{order.pk}/")


def test_who_lacks_the_role_is_told_so_instead_of_a_button(world, browse, new_order, typed):
    treasury = browse(world.sponsor, Role.TREASURY)
    before = world.traces()

    page, tried = treasury("get", new_order), treasury("post", new_order, **typed)

    assert "This needs the role" in page.content.decode()
    assert tried.status_code == 409
    assert world.traces() == before


def test_an_act_of_the_other_side_is_not_there(world, browse):
    order = world.issue_order()

    assert browse(world.sponsor, Role.BUYER)("get", f"/orders/{order}/do/confirm/").status_code == 404
    assert browse(world.cmo, Role.CUSTOMER_SERVICE)("get", f"/orders/{order}/do/confirm/").status_code == 200
    for verb in ("begin-production", "no-such-verb"):
        assert (
            browse(world.cmo, Role.CUSTOMER_SERVICE)("get", f"/orders/{order}/do/{verb}/").status_code == 404
        )


@pytest.mark.parametrize("on", ["", "?on=", "?on=abc", "?on=00000000-0000-0000-0000-000000000000"])
def test_a_new_record_needs_a_parent_that_is_there(buyer, on):
    assert buyer("get", f"/orders/do/issue/{on}").status_code == 404


def test_a_signature_shows_its_meaning_first_and_asks_for_both_components(world, browse):
    pk = quality_agreement_proposed(world)
    quality = browse(world.sponsor, Role.QUALITY_ASSURANCE)
    path = f"/agreements/{pk}/do/sign-quality-agreement/"

    page = quality("get", path)
    text = page.content.decode()
    assert "approved" in text
    assert 'name="sign.password"' in text
    given = {"_do": "1", "version": hidden(page, "version"), "key": hidden(page, "key")}
    signature = {"sign.hash": hidden(page, "sign.hash"), "sign.identity": "quality_assurance@hr.example"}

    without = quality("post", path, **given)
    wrong = quality("post", path, **given | signature | {"sign.password": "wrong horse"})
    assert (without.status_code, wrong.status_code) == (403, 403)
    assert "do not fit" in wrong.content.decode()
    assert "wrong horse" not in wrong.content.decode()
    assert world.read(QualityAgreement, pk).version == 1

    done = quality("post", path, **given | signature | {"sign.password": PASSWORD})
    assert done.status_code == 302
    assert world.read(QualityAgreement, pk).version == 2


def test_a_form_without_its_token_is_refused(world, new_order, typed):
    choose(None)
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.sponsor.people[Role.BUYER])
    choose(None)

    assert client.post(new_order, typed).status_code == 403
    assert not world.rows(PurchaseOrder)
