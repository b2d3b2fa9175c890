"""The sponsor takes an instruction back while the goods are still there."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.roles import Role
from cobatch.kernel.sides import Side
from cobatch.steps.shipments.models import Shipment, ShipmentState
from cobatch.steps.shipments.payloads import Cancellation
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import moves, touchpoint
from cobatch.touchpoints.facts import Fact


@touchpoint(
    "shipments.cancel",
    title=_("Cancel shipping instruction"),
    said=_("cancelled the shipment"),
    on=Shipment,
    takes=Cancellation,
    by=Side.SPONSOR,
    roles=(Role.LOGISTICS,),
    moves=moves(ShipmentState.INSTRUCTED, to=ShipmentState.CANCELLED),
)
def cancel(act: Context[Shipment, Cancellation]) -> Iterator[Fact]:
    """Before the goods are handed over, the sponsor may keep them back; the packs are free again."""
    act.move(act.on, ShipmentState.CANCELLED)
    yield from ()
