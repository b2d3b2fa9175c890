"""What later steps may hear of orders."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cobatch.kernel.quantity import Quantity
from cobatch.touchpoints.facts import Fact


@dataclass(frozen=True)
class OrderIssued(Fact):
    """The sponsor has issued an order; nothing in it is agreed yet."""

    order_id: UUID


@dataclass(frozen=True)
class LineAgreed(Fact):
    """Both companies agree on quantity and date of one line; it may be planned and made."""

    order_id: UUID
    line_id: UUID
    item_id: UUID
    quantity: Quantity
    due: date


@dataclass(frozen=True)
class LineCancelled(Fact):
    """A line will not be made."""

    order_id: UUID
    line_id: UUID


@dataclass(frozen=True)
class OrderDelivered(Fact):
    """Every line of the order is complete or cancelled."""

    order_id: UUID
