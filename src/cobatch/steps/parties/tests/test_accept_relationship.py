"""The other company accepts, and from then on both work on one shared record."""

import pytest

from cobatch.kernel.refusals import ActError, NotYours, Refused, Stale
from cobatch.kernel.roles import Role
from cobatch.network.models import Relationship
from cobatch.touchpoints.models import Waiting

CODE = "parties.accept_relationship"


@pytest.fixture
def proposed(world, administer):
    payload = {"partner_code": "AF", "we_are": "sponsor", "site": world.sponsor.site.pk}
    return administer("parties.propose_relationship", payload).record_id


@pytest.fixture
def accept(world, proposed):
    def act(by=None, site=None, version=1):
        payload = {"site": (site or world.other_cmo.site).pk}
        return world.act(
            CODE, proposed, payload, by or world.other_cmo.actor(Role.ADMINISTRATOR), version=version
        )

    return act


def test_accepted_it_is_active_and_nobody_is_waited_on(world, proposed, accept):
    accept()

    found = world.read(Relationship, proposed)
    assert (found.state, found.version) == ("active", 2)
    assert found.cmo_site_id == world.other_cmo.site.pk
    assert not world.rows(Waiting, root_id=proposed, ended_at=None)


def test_who_proposed_does_not_answer(world, accept):
    before = world.traces()

    with pytest.raises(Refused) as refused:
        accept(by=world.sponsor.actor(Role.ADMINISTRATOR), site=world.sponsor.site)

    assert refused.value.code == "own_proposal"
    assert world.traces() == before


def test_the_site_is_the_answering_companys_own(world, proposed, accept):
    before = world.traces()

    with pytest.raises(Refused) as refused:
        accept(site=world.sponsor.site)

    assert [(each.code, each.field) for each in refused.value.reasons] == [("site_unknown", "/site")]
    assert (world.traces(), world.read(Relationship, proposed).state) == (before, "proposed")


def test_it_is_accepted_once(world, accept):
    accept()
    before = world.traces()

    with pytest.raises(Stale):
        accept()
    with pytest.raises(Refused) as refused:
        accept(version=2)

    assert refused.value.code == "wrong_state"
    assert world.traces() == before


def test_another_company_finds_nothing_and_another_role_is_refused(world, accept):
    before = world.traces()

    with pytest.raises(Refused) as refused:
        accept(by=world.other_cmo.actor(Role.FINANCE))
    assert refused.value.code == "role_missing"
    for stranger in (world.cmo, world.other_sponsor):
        with pytest.raises(NotYours):
            accept(by=stranger.actor(Role.ADMINISTRATOR), site=stranger.site)

    assert world.traces() == before


def test_nothing_can_be_ordered_before_it_is_accepted(world, proposed, accept):
    order = {"number": "1", "market": "US", "ship_to": "Boston", "lines": []}
    buyer = world.sponsor.actor(Role.BUYER)

    with pytest.raises(ActError) as refused:
        world.act("orders.issue", proposed, order, buyer)

    assert refused.value.code == "wrong_state"
