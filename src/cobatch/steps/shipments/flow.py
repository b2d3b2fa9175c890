"""States of a shipment, and whose turn it is in each."""

from datetime import datetime

from cobatch.kernel.calendars import WorkingCalendar
from cobatch.kernel.sides import Side
from cobatch.steps.shipments.models import Shipment, ShipmentState
from cobatch.touchpoints.flow import Flow, Wait, declare, until


def a_day_after_arrival(shipment: Shipment, since: datetime, calendar: WorkingCalendar) -> datetime:
    """The receiver counts within a working day of the day the goods are expected."""
    return calendar.at_closing(calendar.add_working_days(shipment.expected_on, 1))


RECEIPT = Wait("shipments.confirm_receipt", Side.SPONSOR, a_day_after_arrival)

SHIPMENT = declare(
    Flow(
        Shipment,
        ShipmentState,
        waits={
            ShipmentState.INSTRUCTED: Wait("shipments.dispatch", Side.CMO, until("pickup_until")),
            ShipmentState.SHIPPED: RECEIPT,
            ShipmentState.PARTLY_RECEIVED: RECEIPT,
        },
        ends=frozenset({ShipmentState.RECEIVED, ShipmentState.CANCELLED}),
        tones={
            ShipmentState.INSTRUCTED: "info",
            ShipmentState.SHIPPED: "info",
            ShipmentState.PARTLY_RECEIVED: "warn",
            ShipmentState.RECEIVED: "good",
            ShipmentState.CANCELLED: "neutral",
        },
    )
)
