"""Pages and JSON of prices."""

import pytest

from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation, choose
from cobatch.steps.prices.models import PriceAgreement, Quotation, QuotationRequest
from cobatch.steps.prices.shown import agreement_json, quotation_json, request_json
from tests.setups import prices

TIERS = [{"item": "HR-101", "from_volume": "400000", "price": "2.10"}]

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def agreement(world):
    return prices.price_agreed(world, price="2.18", tiers=TIERS)


def page(world, client, path, person):
    choose(None)
    client.force_login(person)
    return client.get(path)


def test_both_companies_find_every_page(world, client, agreement):
    request = agreement.quotation.request_id
    paths = {
        "/quotation-requests/": "HR-101",
        f"/quotation-requests/{request}/": "600,000",
        "/quotations/": "QUO-SF-",
        f"/quotations/{agreement.quotation_id}/": "2.1 from 400,000 on",
        "/price-agreements/": agreement.number,
        f"/price-agreements/{agreement.pk}/": "USD 2.18",
    }
    for person in (world.sponsor.people[Role.BUYER], world.cmo.people[Role.PLANNER]):
        for path, words in paths.items():
            answer = page(world, client, path, person)
            assert (answer.status_code, words in answer.content.decode()) == (200, True), path


def test_a_stranger_finds_nothing(world, client, agreement):
    person = world.other_sponsor.people[Role.BUYER]

    assert page(world, client, f"/price-agreements/{agreement.pk}/", person).status_code == 404
    assert agreement.number not in page(world, client, "/price-agreements/", person).content.decode()


def test_the_json_of_all_three(world, agreement):
    with as_organisation(world.cmo.organisation.id):
        quotation = Quotation.objects.get(pk=agreement.quotation_id)
        request = request_json(QuotationRequest.objects.get(pk=quotation.request_id), whole=True)
        offered = quotation_json(quotation, whole=True)
        agreed = agreement_json(PriceAgreement.objects.get(pk=agreement.pk), whole=True)

    assert request["items"] == [{"item": "HR-101", "annual_volume": "600000"}]
    assert (offered["round"], offered["rounds"][0]["by"], offered["state"]) == (1, "cmo", "accepted")
    assert agreed["prices"][0]["price"] == {"amount": "2.18", "currency": "USD"}
    assert agreed["prices"] == offered["prices"]
