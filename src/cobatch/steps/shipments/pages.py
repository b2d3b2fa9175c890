"""Pages of shipments, and the panel of shipments on an order."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cobatch.kernel.sides import Side
from cobatch.steps.shipments.as_json import shipment_json, shipment_with_lines_json
from cobatch.steps.shipments.flow import SHIPMENT
from cobatch.steps.shipments.models import Shipment, ShipmentLine
from cobatch.steps.shipments.queries import lines_of, risk_of, units_of
from cobatch.touchpoints.pages import (
    Column,
    Detail,
    Fact,
    List,
    Panel,
    State,
    add_detail,
    add_list,
    add_panel,
)


def shipment_state(shipment: Shipment) -> State:
    """The badge of a shipment."""
    return State(shipment.get_state_display(), SHIPMENT.tones[shipment.state])


def temperature(shipment: Shipment) -> str | None:
    """The range allowed on the way."""
    low, high = shipment.coldest_celsius, shipment.warmest_celsius
    if low is None and high is None:
        return None
    return f"{'' if low is None else low} … {'' if high is None else high} °C"


def seal(shipment: Shipment) -> Any:
    """The seal, and how it was found."""
    if shipment.seal_intact is None:
        return shipment.seal or None
    words = _("%(seal)s: intact") if shipment.seal_intact else _("%(seal)s: broken or another number")
    return str(words) % {"seal": shipment.seal or "–"}


def shipments_of_order(order: Any, side: Side) -> Iterable[ShipmentLine]:
    """What of an order is or was on its way."""
    rows = ShipmentLine.objects.filter(order_line__order=order)
    return rows.select_related("shipment", "batch", "order_line__order").order_by("shipment_id", "position")


add_list(
    List(
        record="shipment",
        title=_("Shipments"),
        model=Shipment,
        columns=(
            Column(_("Shipment"), lambda row: row.number, link=True),
            Column(_("Items"), lambda row: row.items_text),
            Column(_("Sponsor"), lambda row: row.sponsor.name, unless=Side.SPONSOR),
            Column(_("Manufacturer"), lambda row: row.cmo.name, unless=Side.CMO),
            Column(_("Ship to"), lambda row: row.ship_to),
            Column(_("Handed over"), lambda row: row.handed_over_at),
            Column(_("Expected"), lambda row: row.expected_on),
            Column(_("State"), shipment_state),
        ),
        search=("number", "items_text", "waybill", "container"),
        states=tuple(str(state) for state in SHIPMENT.states),
        related=("sponsor", "cmo"),
        step=7,
        icon="truck",
        to_json=shipment_json,
    )
)
add_detail(
    Detail(
        record="shipment",
        title=lambda shipment: shipment.number,
        state=shipment_state,
        facts=(
            Fact(_("Ship to"), lambda row: row.ship_to),
            Fact(_("Incoterm"), lambda row: f"{row.incoterm} {row.incoterm_place}"),
            Fact(_("Risk"), risk_of),
            Fact(_("Carrier"), lambda row: f"{row.carrier} · {row.get_mode_display()}"),
            Fact(_("Temperature"), temperature),
            Fact(_("Pick-up from"), lambda row: row.pickup_from),
            Fact(_("Pick-up until"), lambda row: row.pickup_until),
            Fact(_("Handed over"), lambda row: row.handed_over_at),
            Fact(_("Expected"), lambda row: row.expected_on),
            Fact(_("Arrived"), lambda row: row.arrived_at),
            Fact(_("Waybill"), lambda row: row.waybill or None),
            Fact(_("Container"), lambda row: row.container or None),
            Fact(_("Seal"), seal),
        ),
        parent=lambda shipment: lines_of(shipment)[0].order_line.order,
        to_json=shipment_with_lines_json,
    )
)
add_panel(
    "shipment",
    Panel(
        name="lines",
        title=_("Lines"),
        rows=lambda shipment, side: lines_of(shipment),
        columns=(
            Column(_("Batch"), lambda line: line.batch.number),
            Column(_("Order"), lambda line: f"PO {line.order_line.order.number} / {line.order_line.label}"),
            Column(_("Expiry"), lambda line: line.batch.expiry),
            Column(_("Instructed"), lambda line: line.instructed, numeric=True),
            Column(_("Shipped"), lambda line: line.shipped, numeric=True),
            Column(_("Received well"), lambda line: line.good, numeric=True),
            Column(_("Damaged"), lambda line: line.damaged, numeric=True),
        ),
        url=lambda line: f"/batches/{line.batch_id}/",
        step=7,
    ),
)
add_panel(
    "shipment",
    Panel(
        name="units",
        title=_("Handling units"),
        rows=lambda shipment, side: units_of(shipment),
        columns=(
            Column(_("SSCC"), lambda unit: unit.sscc),
            Column(_("Batch"), lambda unit: unit.line.batch.number),
            Column(_("Packs"), lambda unit: unit.packs, numeric=True),
            Column(_("Missing"), lambda unit: State(_("missing"), "bad") if unit.missing else ""),
        ),
        step=7,
    ),
)
add_panel(
    "order",
    Panel(
        name="shipments",
        title=_("Shipments"),
        rows=shipments_of_order,
        columns=(
            Column(_("Shipment"), lambda line: line.shipment.number, link=True),
            Column(_("Batch"), lambda line: line.batch.number),
            Column(_("Instructed"), lambda line: line.instructed, numeric=True),
            Column(_("Shipped"), lambda line: line.shipped, numeric=True),
            Column(_("Received well"), lambda line: line.good, numeric=True),
            Column(_("Handed over"), lambda line: line.shipment.handed_over_at),
            Column(_("State"), lambda line: shipment_state(line.shipment)),
        ),
        url=lambda line: f"/shipments/{line.shipment_id}/",
        step=7,
    ),
)
