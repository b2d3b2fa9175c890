"""The other company declines."""

import pytest

from cobatch.kernel.refusals import NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.network.models import Relationship
from cobatch.touchpoints.models import Waiting

CODE = "parties.decline_relationship"


@pytest.fixture
def proposal(world):
    return {"partner_code": "AF", "we_are": "sponsor", "site": world.sponsor.site.pk}


@pytest.fixture
def proposed(administer, proposal):
    return administer("parties.propose_relationship", proposal).record_id


@pytest.fixture
def decline(world, proposed):
    def act(by=None, version=1):
        who = by or world.other_cmo.actor(Role.ADMINISTRATOR)
        return world.act(CODE, proposed, {"remark": "Not this year"}, who, version=version)

    return act


def test_declined_is_the_end(world, proposed, decline):
    decline()

    assert world.read(Relationship, proposed).state == "declined"
    assert not world.rows(Waiting, root_id=proposed, ended_at=None)
    with pytest.raises(Refused):
        decline(version=2)


def test_after_a_refusal_one_may_ask_again(world, administer, proposal, proposed, decline):
    decline()

    again = administer("parties.propose_relationship", proposal).record_id

    assert again != proposed
    assert world.read(Relationship, again).state == "proposed"


def test_who_proposed_does_not_answer_and_strangers_find_nothing(world, decline):
    before = world.traces()

    with pytest.raises(Refused) as refused:
        decline(by=world.sponsor.actor(Role.ADMINISTRATOR))
    assert refused.value.code == "own_proposal"
    with pytest.raises(Refused) as refused:
        decline(by=world.other_cmo.actor(Role.FINANCE))
    assert refused.value.code == "role_missing"
    with pytest.raises(NotYours):
        decline(by=world.cmo.actor(Role.ADMINISTRATOR))

    assert world.traces() == before
