"""TP-34 over several markets: who decides where, and on how many packs."""

import pytest

from cobatch.documents.models import Signature
from cobatch.kernel.refusals import Refused
from cobatch.network.tenancy import as_organisation
from cobatch.steps.batches.models import Batch, BatchMarket, BatchState, MarketState
from cobatch.steps.quality.models import Disposition
from cobatch.stock.queries import balances, lot_of_batch
from tests.setups import quality


def packs(value):
    return {"value": str(value), "unit": "H87"}


def stock(world, batch):
    """Packs at the manufacturer by status."""
    with as_organisation(world.sponsor.organisation.pk):
        found = balances([lot_of_batch(batch).pk])
    return {status: int(value) for (_lot, _place, status), value in found.items()}


def market_states(world, batch):
    return {row.market: row.state for row in world.rows(BatchMarket, batch_id=batch)}


def test_the_qualified_person_certifies_for_europe_and_quality_assurance_releases_elsewhere(world):
    batch = quality.cmo_released(world, quality.produced(world, markets=["US", "DE"]))

    quality.decide(world, batch, {"market": "US", "quantity": packs(12_000)})
    assert world.read(Batch, batch).state == BatchState.CMO_RELEASED
    assert stock(world, batch) == {"released": 12_000, "quarantine": 9_850}
    quality.decide(world, batch, {"market": "DE"})

    assert world.read(Batch, batch).state == BatchState.RELEASED
    assert stock(world, batch) == {"released": 21_850}
    meanings = {
        row.meaning
        for row in world.rows(Signature, root_id=batch, organisation_id=world.sponsor.organisation.pk)
    }
    assert meanings == {"APPROVED", "CERTIFIED"}
    [entry] = world.rows(Disposition, batch_id=batch, market="DE")
    assert (entry.register_entry, entry.person_id) == ("HRI-2026-0117", world.sponsor.people[quality.QP].pk)


def test_neither_decides_on_the_others_market(world):
    batch = quality.cmo_released(world, quality.produced(world, markets=["US", "DE"]))
    entry = {"register_entry": "HRI-1", "authorisation": "M-1"}
    before = world.traces()

    for code, role, market, more in (
        ("quality.release", quality.QA, "DE", {}),
        ("quality.certify_release", quality.QP, "US", entry),
    ):
        payload = {"decisions": [{"market": market, "decision": "accepted", "quantity": packs(5)}]} | more
        with pytest.raises(Refused) as refused:
            world.act(
                code, batch, payload, world.sponsor.actor(role), version=world.read(Batch, batch).version
            )
        assert refused.value.code == "not_your_market"

    assert world.traces() == before


def test_who_is_no_qualified_person_certifies_nothing(world):
    batch = quality.cmo_released(world, quality.produced(world, markets=["DE"]))
    payload = {
        "decisions": [{"market": "DE", "decision": "accepted"}],
        "register_entry": "X",
        "authorisation": "Y",
    }
    before = world.traces()

    with pytest.raises(Refused) as refused:
        world.act("quality.certify_release", batch, payload, world.sponsor.actor(quality.QA), version=8)

    assert refused.value.code == "role_missing"
    assert world.traces() == before


def test_one_released_market_releases_the_batch_and_the_rest_is_rejected(world):
    batch = quality.cmo_released(world, quality.produced(world, markets=["US", "DE"]))

    quality.decide(world, batch, {"market": "DE", "quantity": packs(1_850)})
    quality.decide(
        world, batch, {"market": "US", "decision": "rejected", "reason": "Label", "disposal": "Relabel"}
    )

    assert world.read(Batch, batch).state == BatchState.RELEASED
    assert market_states(world, batch) == {"DE": MarketState.RELEASED, "US": MarketState.REJECTED}
    assert stock(world, batch) == {"released": 1_850, "rejected": 20_000}


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        (None, "quantity_needed"),
        (packs(21_851), "quantities_do_not_add_up"),
        (packs(0), "quantity_not_positive"),
        ({"value": "5", "unit": "KGM"}, "wrong_unit"),
    ],
)
def test_packs_are_shared_out_between_markets(world, quantity, code):
    batch = quality.cmo_released(world, quality.produced(world, markets=["US", "DE"]))
    before = world.traces()

    with pytest.raises(Refused) as refused:
        quality.decide(world, batch, {"market": "US", "quantity": quantity})

    assert refused.value.code == code
    assert world.traces() == before


def test_the_last_market_gets_all_that_is_left(world):
    batch = quality.cmo_released(world, quality.produced(world))

    with pytest.raises(Refused) as refused:
        quality.decide(world, batch, {"market": "US", "quantity": packs(21_000)})

    assert refused.value.code == "quantities_do_not_add_up"


def test_a_market_is_decided_once(world):
    batch = quality.cmo_released(world, quality.produced(world, markets=["US", "DE"]))
    half = {"market": "US", "quantity": packs(10_925)}

    with pytest.raises(Refused) as refused:
        quality.decide(world, batch, half, half)

    assert refused.value.code == "not_your_market"
