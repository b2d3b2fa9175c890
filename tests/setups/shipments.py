"""Set-up acts of shipments: from a released batch to goods counted at the sponsor's."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.steps.orders.models import OrderLine
from cobatch.steps.shipments.models import Shipment, ShipmentLine
from cobatch.steps.shipments.sscc import check_digit
from tests.setups.agreements import today
from tests.setups.batches import batch_produced
from tests.setups.quality import released
from tests.setups.schedules import order_confirmed
from tests.world import World

_orders = count(1)
_serials = count(1)


@dataclass(frozen=True)
class Goods:
    """A released batch and the order line it was made for."""

    order: UUID
    line: UUID
    batch: UUID
    packs: int


def packs(value: int | str) -> dict[str, str]:
    """A quantity of packs as a payload says it."""
    return {"value": str(value), "unit": "H87"}


def new_sscc() -> str:
    """An SSCC that nobody has used; a hundred thousand may follow it."""
    body = f"0{next(_serials):011d}00000"
    return f"{body}{check_digit(body)}"


def goods_produced(
    world: World, packed: int = 21_850, quantity: str = "22000", number: str = "SF26H0101"
) -> Goods:
    """An order with one line, whose batch is packed and in quarantine."""
    order = order_confirmed(world, f"46000{next(_orders):05d}", (quantity,))
    [line] = world.rows(OrderLine, order_id=order)
    return Goods(order, line.pk, batch_produced(world, order, line, number, packed), packed)


def goods_released(world: World, **values: Any) -> Goods:
    """The same, released by both companies for the order's market."""
    goods = goods_produced(world, **values)
    released(world, goods.batch)
    return goods


def instruction(world: World, *goods: Goods, **values: Any) -> dict[str, Any]:
    """What a shipping instruction for all of these goods says."""
    day = today(world)
    return {
        "lines": [
            {"batch": str(each.batch), "order_line": str(each.line), "quantity": packs(each.packs)}
            for each in goods
        ],
        "carrier": "NordKuhl Logistics",
        "mode": "air",
        "documents": ["coa", "packing_list"],
        "pickup_from": day.isoformat(),
        "pickup_until": (day + timedelta(days=1)).isoformat(),
        "expected_on": (day + timedelta(days=4)).isoformat(),
    } | values


def instructed(world: World, *goods: Goods, **values: Any) -> UUID:
    """A shipment that waits for the warehouse."""
    by = world.sponsor.actor(Role.LOGISTICS)
    payload = instruction(world, *goods, **values)
    return world.act("shipments.instruct", world.relationship, payload, by).record_id


def lines_of(world: World, shipment: UUID) -> list[ShipmentLine]:
    """Lines of a shipment in their order."""
    return sorted(world.rows(ShipmentLine, shipment_id=shipment), key=lambda line: line.position)


def notice(world: World, shipment: UUID, **values: Any) -> dict[str, Any]:
    """A ship notice for everything instructed, one handling unit a line."""
    lines = lines_of(world, shipment)
    return {
        "lines": [{"line": str(line.pk), "quantity": line.instructed.as_json()} for line in lines],
        "units": [
            {"line": str(line.pk), "sscc": new_sscc(), "quantity": line.instructed.as_json()}
            for line in lines
        ],
        "handed_over_at": clock.instant_text(clock.now()),
        "waybill": "020-12345675",
        "seal": "SL-4471",
    } | values


def dispatch(world: World, shipment: UUID, **values: Any) -> None:
    """The warehouse hands the goods over."""
    by = world.cmo.actor(Role.WAREHOUSE)
    version = world.read(Shipment, shipment).version
    world.act("shipments.dispatch", shipment, notice(world, shipment, **values), by, version=version)


def dispatched(world: World, *goods: Goods, **values: Any) -> UUID:
    """Goods on their way, announced by a ship notice with these values."""
    shipment = instructed(world, *goods)
    dispatch(world, shipment, **values)
    return shipment


def receipt(world: World, shipment: UUID, *good: int, **values: Any) -> dict[str, Any]:
    """What a receipt says: that many packs in good condition line by line, or all that is on its way."""
    lines = lines_of(world, shipment)
    counts = good or tuple(int(line.on_its_way) for line in lines)
    rows = [{"line": str(line.pk), "good": packs(n)} for line, n in zip(lines, counts, strict=True)]
    return {"lines": rows, "seal_intact": True} | values


def receive(world: World, shipment: UUID, *good: int, **values: Any) -> None:
    """The receiver counts the goods."""
    by = world.sponsor.actor(Role.RECEIVER)
    version = world.read(Shipment, shipment).version
    payload = receipt(world, shipment, *good, **values)
    world.act("shipments.confirm_receipt", shipment, payload, by, version=version)


def shipped_and_received(world: World, *goods: Goods) -> UUID:
    """All of these goods go out and arrive complete."""
    shipment = dispatched(world, *goods)
    receive(world, shipment)
    return shipment
