"""TP-34: the sponsor decides on the batch, market by market."""

from datetime import UTC, datetime, timedelta

import pytest

from cobatch.documents.models import Signature
from cobatch.kernel import clock
from cobatch.kernel.refusals import BadPayload, NotYours, Refused
from cobatch.network.models import Item
from cobatch.network.tenancy import as_organisation
from cobatch.steps.batches.models import Batch, BatchMarket, BatchState, MarketState
from cobatch.steps.orders.models import LineState, OrderLine
from cobatch.stock.queries import balances, lot_of_batch
from cobatch.touchpoints.models import Waiting
from tests.setups import quality


def stock(world, batch):
    """Packs at the manufacturer by status."""
    with as_organisation(world.sponsor.organisation.pk):
        found = balances([lot_of_batch(batch).pk])
    return {status: int(value) for (_lot, _place, status), value in found.items()}


def market_states(world, batch):
    return {row.market: row.state for row in world.rows(BatchMarket, batch_id=batch)}


def test_a_release_for_its_one_market_releases_batch_packs_and_order_line(world):
    batch = quality.produced(world)

    quality.released(world, batch)

    read = world.read(Batch, batch)
    assert (read.state, market_states(world, batch)) == (BatchState.RELEASED, {"US": MarketState.RELEASED})
    assert stock(world, batch) == {"released": 21_850}
    assert world.read(OrderLine, read.order_line_id).state == LineState.READY_TO_SHIP
    assert not world.rows(Waiting, root_id=batch, ended_at=None)


def test_both_companies_have_signed_separately(world):
    batch = quality.released(world, quality.produced(world))

    signatures = world.rows(Signature, root_id=batch)
    assert {(row.organisation_id, row.meaning) for row in signatures} == {
        (world.cmo.organisation.pk, "APPROVED"),
        (world.sponsor.organisation.pk, "APPROVED"),
    }
    assert len({row.person_id for row in signatures}) == len({row.record_hash for row in signatures}) == 2


def test_a_sponsor_cannot_decide_before_the_manufacturer(world):
    batch = quality.under_review(world, quality.produced(world))
    quality.accept_documents(world, batch)
    before = world.traces()

    with pytest.raises(Refused) as refused:
        quality.decide(world, batch, {"market": "US"})

    assert refused.value.code == "wrong_state"
    assert world.traces() == before


def test_a_release_waits_for_accepted_documents_a_rejection_does_not(world):
    batch = quality.under_review(world, quality.produced(world))
    quality.certify(world, batch)

    with pytest.raises(Refused) as refused:
        quality.decide(world, batch, {"market": "US"})
    quality.decide(
        world, batch, {"market": "US", "decision": "rejected", "reason": "No record", "disposal": "Destroy"}
    )

    assert refused.value.code == "artifact_not_accepted"
    assert world.read(Batch, batch).state == BatchState.REJECTED
    assert stock(world, batch) == {"rejected": 21_850}
    assert world.read(OrderLine, world.read(Batch, batch).order_line_id).state == LineState.IN_PRODUCTION


def test_a_rejection_says_why_and_what_becomes_of_the_goods(world):
    batch = quality.cmo_released(world, quality.produced(world))

    for given in ({"reason": "Label"}, {"disposal": "Destroy"}, {}):
        with pytest.raises(BadPayload):
            quality.decide(world, batch, {"market": "US", "decision": "rejected"} | given)


def test_packs_that_promise_too_long_a_life_are_not_released(world):
    """Mixed 12 March and printed for a release on 3 April; after 30 days shelf life counts from mixing."""
    with as_organisation(world.cmo.organisation.pk):
        Item.objects.filter(pk=world.item.pk).update(expiry_basis="release_capped_30d")
    packed = datetime(2027, 3, 20, 10, tzinfo=UTC)
    with clock.hold_at(packed):
        batch = quality.cmo_released(world, quality.produced(world))
    assert world.read(Batch, batch).printed_expiry == "03/2030"
    before = world.traces()

    for days in (0, 51):  # expiry on 20 or 12 March 2030: the packs may say 02/2030 only
        with clock.hold_at(packed + timedelta(days=days)), pytest.raises(Refused) as refused:
            quality.decide(world, batch, {"market": "US"})
        assert refused.value.code == "expiry_too_late"
        assert "02/2030" in str(refused.value)
    assert world.traces() == before

    with clock.hold_at(packed + timedelta(days=14)):
        quality.decide(world, batch, {"market": "US"})
    assert world.read(Batch, batch).state == BatchState.RELEASED


def test_the_sponsor_countersigns_a_rejection(world):
    batch = quality.rejected(world, quality.produced(world, markets=["US", "DE"]))

    assert world.read(Batch, batch).state == BatchState.REJECTED
    assert set(market_states(world, batch).values()) == {MarketState.REJECTED}
    assert stock(world, batch) == {"rejected": 21_850}
    meanings = {(row.organisation_id, row.meaning) for row in world.rows(Signature, root_id=batch)}
    assert meanings == {(world.cmo.organisation.pk, "APPROVED"), (world.sponsor.organisation.pk, "REJECTED")}


def test_a_batch_that_the_manufacturer_rejected_cannot_be_released(world):
    batch = quality.under_review(world, quality.produced(world))
    quality.accept_documents(world, batch)
    quality.certify(world, batch, decision="reject", reason="Blend segregation")

    with pytest.raises(Refused) as refused:
        quality.decide(world, batch, {"market": "US"})

    assert refused.value.code == "wrong_state"


@pytest.mark.parametrize(
    "code", ["quality.release", "quality.certify_release", "quality.countersign_rejection"]
)
def test_strangers_the_manufacturer_and_other_roles_cannot(world, code):
    batch = quality.cmo_released(world, quality.produced(world))
    before = world.traces()

    for stranger in (
        world.cmo.actor(quality.QA),
        world.other_sponsor.actor(quality.QA),
        world.other_cmo.actor(quality.QA),
    ):
        with pytest.raises(NotYours):
            world.act(code, batch, {}, stranger, version=world.read(Batch, batch).version)
    with pytest.raises(Refused) as refused:
        world.act(code, batch, {}, world.sponsor.actor("logistics"), version=world.read(Batch, batch).version)

    assert refused.value.code == "role_missing"
    assert world.traces() == before
