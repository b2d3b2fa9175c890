"""The sponsor takes an instruction back."""

import pytest

from cobatch.kernel.refusals import NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.steps.shipments.models import Shipment, ShipmentState
from cobatch.touchpoints.models import Waiting
from tests.setups.shipments import dispatched, goods_released, instructed

REASON = {"reason": "Recalled artwork: ship with the next leaflet."}


def cancel(world, shipment, by=None):
    by = by or world.sponsor.actor(Role.LOGISTICS)
    world.act("shipments.cancel", shipment, REASON, by, version=world.read(Shipment, shipment).version)


def test_nobody_is_waited_on_and_the_packs_are_free_again(world):
    goods = goods_released(world)
    shipment = instructed(world, goods)

    cancel(world, shipment)

    assert world.read(Shipment, shipment).state == ShipmentState.CANCELLED
    assert not world.rows(Waiting, root_id=shipment, ended_at=None)
    assert instructed(world, goods)


def test_what_was_handed_over_cannot_be_called_back(world):
    shipment = dispatched(world, goods_released(world))
    before = world.traces()
    with pytest.raises(Refused) as refusal:
        cancel(world, shipment)
    assert refusal.value.code == "wrong_state"
    assert world.traces() == before


def test_the_manufacturer_and_strangers_find_nothing_and_another_role_is_told(world):
    shipment = instructed(world, goods_released(world))
    before = world.traces()
    for somebody in (world.cmo.actor(Role.WAREHOUSE), world.other_sponsor.actor(Role.LOGISTICS)):
        with pytest.raises(NotYours):
            cancel(world, shipment, somebody)
    with pytest.raises(Refused) as refusal:
        cancel(world, shipment, world.sponsor.actor(Role.BUYER))
    assert refusal.value.code == "role_missing"
    assert world.traces() == before
