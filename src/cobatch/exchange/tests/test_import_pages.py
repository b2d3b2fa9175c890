"""The pages of an import, as a browser without JavaScript walks them."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cobatch.exchange.models import ColumnMapping, ImportDraft
from cobatch.exchange.reading import read
from cobatch.exchange.tests.sheets import HEAD, row, xlsx_of
from cobatch.kernel import clock
from cobatch.network.tenancy import choose
from cobatch.touchpoints import records
from tests.setups.orders import ready_to_order


@pytest.fixture(autouse=True)
def _ready(world):
    """What must be in force before one can order."""
    ready_to_order(world)


class Browser(Client):
    """Each request begins as on a new connection: nobody is chosen yet."""

    def request(self, **given):
        choose(None)
        return super().request(**given)


@pytest.fixture
def browser(world):
    """`browser(company, role)`: somebody signed in."""

    def signed_in(company=None, role="buyer") -> Client:
        client = Browser()
        client.force_login(
            (company or world.sponsor).actor(role).person, backend="cobatch.network.signin.Backend"
        )
        return client

    return signed_in


def begin(world) -> str:
    return f"/imports/orders/?relationship={world.relationship.pk}"


def upload(client, world, content, name="orders.xlsx"):
    return client.post(begin(world), {"file": SimpleUploadedFile(name, content)})


def orders(world):
    return world.rows(records.model_named("order"))


def test_from_the_file_to_the_orders(world, browser):
    client = browser()
    assert "Empty template" in client.get(begin(world)).content.decode()

    address = upload(client, world, xlsx_of(row("PO-1"), row("PO-2")))["Location"]
    shown = client.get(address).content.decode()
    assert "PO-1" in shown
    assert "22,000" in shown
    assert "25 Mar 2027" in shown
    assert not orders(world)

    done = client.post(f"{address}do/confirm/", follow=True)
    assert done.redirect_chain[-1][0] == "/imports/orders/done/"
    for order in orders(world):
        assert f"/orders/{order.pk}/" in done.content.decode()
    assert len(orders(world)) == 2
    assert not world.rows(ImportDraft)
    assert client.get(address).status_code == 404


def test_an_error_is_shown_at_its_cell_and_confirming_is_refused(world, browser):
    client, before = browser(), world.traces()
    address = upload(client, world, xlsx_of(row("PO-1"), row("PO-2", day="03/04/2027")))["Location"]

    assert "G3: “03/04/2027” can be read as more than one date" in client.get(address).content.decode()
    refused = client.post(f"{address}do/confirm/")

    assert refused.status_code == 409
    assert "G3:" in refused.content.decode()
    assert world.traces() == before


def test_columns_are_chosen_and_remembered_for_the_partner(world, browser):
    client = browser()
    head = ["Ref", *HEAD[1:]]
    address = upload(client, world, xlsx_of(row("PO-1"), head=head))["Location"]
    assert "Choose which column is “Order number”" in client.get(address).content.decode()

    chosen = {"column.number": "Ref", "column.market": "Market", "column.ship_to": "Ship to", "column.item": "Material",
              "column.quantity": "Qty", "column.requested_date": "Delivery date", "_do": "map"}  # fmt: skip
    assert "PO-1" in client.post(address, chosen, follow=True).content.decode()
    assert not world.rows(ColumnMapping)
    client.post(f"{address}do/confirm/")

    assert [each.mapping["columns"]["number"] for each in world.rows(ColumnMapping)] == ["Ref"]
    again = upload(client, world, xlsx_of(row("PO-9"), head=head))["Location"]
    assert "Choose which column" not in client.get(again).content.decode()
    assert not world.rows(ColumnMapping, by=world.cmo)


@pytest.mark.parametrize("content", [b"", b"no sheet at all", b"\xd0\xcf\x11\xe0"])
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(world, browser, content):
    answer = upload(browser(), world, content)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not world.rows(ImportDraft)


def test_a_huge_file_and_none_at_all_are_refused(world, browser):
    answer = upload(browser(), world, b"a;b\n" * (3 * 2**20))
    assert "larger than 10" in answer.content.decode()
    assert "Choose a file" in browser().post(begin(world)).content.decode()


def test_a_file_may_be_thrown_away(world, browser):
    client = browser()
    address = upload(client, world, xlsx_of(row()))["Location"]
    assert client.post(address, {"_do": "discard"})["Location"] == begin(world)
    assert not world.rows(ImportDraft)


def test_a_file_is_gone_after_a_day(world, browser):
    client = browser()
    address = upload(client, world, xlsx_of(row()))["Location"]
    with clock.hold_at(clock.now() + timedelta(days=1, minutes=1)):
        assert client.get(address).status_code == 404
        upload(client, world, xlsx_of(row()))
    assert len(world.rows(ImportDraft)) == 1


def test_strangers_the_other_side_and_other_people_find_nothing(world, browser):
    address = upload(browser(), world, xlsx_of(row()))["Location"]
    for company, role in (
        (world.other_sponsor, "buyer"),
        (world.cmo, "customer_service"),
        (world.other_cmo, "planner"),
    ):
        client = browser(company, role)
        assert client.get(begin(world)).status_code == 404
        assert upload(client, world, xlsx_of(row())).status_code == 404
        assert client.get(address).status_code == 404
        assert client.post(f"{address}do/confirm/").status_code == 404
    assert browser(role="supply_planner").get(address).status_code == 404
    assert not orders(world)


def test_a_role_that_may_not_order_reads_why(world, browser):
    client = browser(role="receiver")
    assert "This needs the role" in client.get(begin(world)).content.decode()
    upload(client, world, xlsx_of(row()))
    assert not world.rows(ImportDraft)


def test_without_a_partner_the_only_one_is_taken(world, browser):
    assert browser().get("/imports/orders/")["Location"] == begin(world)
    assert "no partner" in browser(world.cmo, "planner").get("/imports/orders/").content.decode()
    assert browser().get("/imports/weather/").status_code == 404


def test_the_template_is_read_back_with_every_column_known(world, browser):
    answer = browser().get("/imports/orders/template/")
    grid = read("orders.xlsx", b"".join(answer) if answer.streaming else answer.content)
    assert grid.rows[0][0] == "Order number"
    assert io.BytesIO(answer.content).read(2) == b"PK"
    address = upload(browser(), world, answer.content)["Location"]
    shown = browser().get(address).content.decode()
    assert "Choose which column" not in shown
    assert "There are no rows below the headings." in shown
