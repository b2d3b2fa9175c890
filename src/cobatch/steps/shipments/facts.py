"""What later steps may hear of shipments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cobatch.touchpoints.facts import Fact

PacksByLine = Mapping[UUID, Mapping[UUID, str]]  # order id → order line id → packs


@dataclass(frozen=True)
class ShipmentInstructed(Fact):
    """The sponsor wants goods to leave."""

    shipment_id: UUID


@dataclass(frozen=True)
class GoodsShipped(Fact):
    """Goods were handed over to the carrier; under most Incoterms the risk has passed."""

    shipment_id: UUID
    day: date
    orders: PacksByLine


@dataclass(frozen=True)
class GoodsReceived(Fact):
    """Goods have arrived and were counted, the damaged ones among them."""

    shipment_id: UUID
    orders: PacksByLine
    final: bool
