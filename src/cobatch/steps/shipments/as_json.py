"""Shipments as the API gives them."""

from typing import Any

from cobatch.kernel.clock import instant_text
from cobatch.steps.shipments.models import Shipment, ShipmentLine
from cobatch.steps.shipments.queries import lines_of, units_of


def shipment_json(shipment: Shipment) -> dict[str, Any]:
    """A shipment as the API gives it."""
    return {
        "id": str(shipment.pk),
        "version": shipment.version,
        "number": shipment.number,
        "state": shipment.state,
        "incoterm": shipment.incoterm,
        "incoterm_place": shipment.incoterm_place,
        "ship_to": shipment.ship_to,
        "carrier": shipment.carrier,
        "mode": shipment.mode,
        "pickup_from": shipment.pickup_from.isoformat(),
        "pickup_until": shipment.pickup_until.isoformat(),
        "expected_on": shipment.expected_on.isoformat(),
        "handed_over_at": instant_text(shipment.handed_over_at) if shipment.handed_over_at else None,
        "arrived_at": instant_text(shipment.arrived_at) if shipment.arrived_at else None,
        "waybill": shipment.waybill or None,
        "container": shipment.container or None,
        "seal": shipment.seal or None,
        "created_at": instant_text(shipment.created_at),
    }


def shipment_with_lines_json(shipment: Shipment) -> dict[str, Any]:
    """The same with lines and handling units."""
    units = units_of(shipment)
    return {
        **shipment_json(shipment),
        "lines": [line_json(line) for line in lines_of(shipment)],
        "units": [
            {
                "sscc": unit.sscc,
                "line": str(unit.line_id),
                "packs": pair(unit, "packs"),
                "missing": unit.missing,
            }
            for unit in units
        ],
    }


def line_json(line: ShipmentLine) -> dict[str, Any]:
    """One line as the API gives it."""
    return {
        "id": str(line.pk),
        "batch": {"id": str(line.batch_id), "number": line.batch.number},
        "order_line": str(line.order_line_id),
        **{name: pair(line, name) for name in ("instructed", "shipped", "good", "damaged")},
    }


def pair(row: Any, name: str) -> dict[str, str] | None:
    """A quantity of a row as JSON."""
    quantity = getattr(row, name)
    return quantity.as_json() if quantity is not None else None
