"""One company proposes to another to work together."""

import pytest

from cobatch.kernel.roles import Role
from cobatch.ledger.models import Log
from cobatch.network.models import Item, Relationship
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints.models import Waiting

CODE = "parties.propose_relationship"


@pytest.fixture
def proposal(world):
    return {
        "partner_code": "AF", "we_are": "sponsor", "site": world.sponsor.site.pk, "payment_days": 60,
        "incoterm": "EXW",
    }  # fmt: skip


def test_the_other_company_is_waited_on_and_sees_the_terms(world, administer, proposal):
    pk = administer(CODE, proposal).record_id

    found = world.read(Relationship, pk, world.other_cmo)
    assert (found.state, found.proposed_by) == ("proposed", "sponsor")
    assert (found.terms.payment_days, found.terms.incoterm) == (60, "EXW")
    [wait] = world.rows(Waiting, world.other_cmo, root_id=pk, ended_at=None)
    assert (wait.code, wait.organisation_id) == (
        "parties.accept_relationship",
        world.other_cmo.organisation.pk,
    )


def test_it_opens_a_log_of_its_own_which_nobody_else_sees(world, administer, proposal):
    pk = administer(CODE, proposal).record_id

    assert world.rows(Log, pk=pk)
    assert world.rows(Log, world.other_cmo, pk=pk)
    assert not world.rows(Log, world.cmo, pk=pk)
    assert not world.rows(Relationship, world.cmo, pk=pk)


def test_a_manufacturer_may_propose_as_well(world, administer):
    payload = {"partner_code": "cv", "we_are": "cmo", "site": world.other_cmo.site.pk}

    pk = administer(CODE, payload, by=world.other_cmo).record_id

    found = world.read(Relationship, pk, world.other_sponsor)
    assert (found.sponsor_id, found.cmo_id) == (
        world.other_sponsor.organisation.pk,
        world.other_cmo.organisation.pk,
    )


@pytest.mark.parametrize("code", ["HR", "ZZ", ""])
def test_nobody_is_known_by_a_wrong_code(refused, proposal, code):
    assert refused(CODE, proposal | {"partner_code": code}) == [("partner_unknown", "/partner_code")]


def test_two_sites_work_together_once(administer, refused, proposal):
    again = [("relationship_exists", "/partner_code")]
    assert refused(CODE, proposal | {"partner_code": "SF"}) == again

    administer(CODE, proposal)

    assert refused(CODE, proposal) == again


def test_the_site_is_our_own(world, refused, proposal):
    assert refused(CODE, proposal | {"site": world.cmo.site.pk}) == [("site_unknown", "/site")]


@pytest.mark.parametrize(
    "wrong", [{"we_are": "carrier"}, {"currency": "dollars"}, {"payment_days": -1}, {"incoterm": "free"}]
)
def test_terms_that_make_no_sense_are_refused_where_they_stand(refused, proposal, wrong):
    assert [field for _code, field in refused(CODE, proposal | wrong)] == [f"/{name}" for name in wrong]


def test_only_our_administrator_proposes(only_administrators, proposal):
    only_administrators(CODE, proposal)


def test_the_other_company_learns_nothing_before_it_accepts(world, administer, proposal):
    administer(CODE, proposal)

    with as_organisation(world.other_cmo.organisation.pk):
        assert not Item.objects.filter(sponsor=world.sponsor.organisation).exists()
    assert world.other_cmo.actor(Role.ADMINISTRATOR)
