"""Orders, and what becomes of them: confirmation, shipment, receipt, invoice."""

from collections.abc import Iterator
from typing import Any

from cobatch.demo.replay.companies import morning
from cobatch.demo.replay.history import SPONSOR, Consignment, Order, grouped
from cobatch.demo.replay.making import Days, order_line, packs
from cobatch.demo.replay.player import Cue, Player
from cobatch.demo.replay.preparing import between
from cobatch.demo.replay.reading import Row
from cobatch.kernel import clock
from cobatch.kernel.decimals import plain_decimal
from cobatch.kernel.roles import Role
from cobatch.steps.shipments.models import ShipmentLine
from cobatch.steps.shipments.sscc import check_digit

LOGISTICS = (SPONSOR, Role.LOGISTICS)


def order_lines(order: Order) -> Iterator[Cue]:
    """One order act for all lines of an order number, and one answer to all of them."""
    first, at, by = order.rows[0], morning(order.day, 8), (SPONSOR, Role.BUYER)
    yield Cue(at, by, "orders.issue", order.key, between(order.vendor), _issued(order))
    remark = (
        f"{first.quotation}, first sent to client: {first.quotation_sent}. "
        f"Order sent to vendor: {first.order_sent}."
    )

    def answer(player: Player) -> dict[str, Any]:
        ids = player.parts(order.key, "order_line")
        return {"answers": [{"line": pk, "answer": "accept"} for pk in ids], "remark": remark}

    at, by = morning(order.day, 8, 30), (order.vendor.code, Role.CUSTOMER_SERVICE)
    yield Cue(at, by, "orders.confirm", f"{order.key}:confirm", order.key, answer)


def _issued(order: Order) -> dict[str, Any]:
    item = order.vendor.item_of
    return {
        "number": order.number,
        "market": order.rows[0].market,
        "ship_to": order.rows[0].country,
        "date_basis": "arrival",
        "lines": [
            {"item": item(row).number, "quantity": packs(row), "requested_date": row.scheduled}
            for row in order.rows
        ],
    }


def consignment_lines(consignment: Consignment) -> Iterator[Cue]:
    """Instruction, ship notice, receipt on the day of delivery, invoice on the day it was recorded."""
    key, days, vendor = consignment.key, Days.of(consignment), consignment.order.vendor
    relationship = between(vendor)
    at = morning(days.left, 13)
    yield Cue(at, LOGISTICS, "shipments.instruct", key, relationship, _instruction(consignment, days))
    at = morning(days.left, 14)
    by = (vendor.code, Role.WAREHOUSE)
    yield Cue(at, by, "shipments.dispatch", f"{key}:dispatch", key, _notice(consignment, days))
    at, by = morning(consignment.delivered, 16), (SPONSOR, Role.RECEIVER)
    yield Cue(at, by, "shipments.confirm_receipt", f"{key}:receipt", key, _receipt(consignment))
    at, by = morning(consignment.recorded, 17), (vendor.code, Role.FINANCE)
    done = len(consignment.rows)
    yield Cue(at, by, "invoices.submit", f"{key}:invoice", relationship, _invoice(consignment), done)


def sscc(row: Row) -> str:
    """The one handling unit of a line."""
    body = f"{int(row.number):017d}"
    return f"{body}{check_digit(body)}"


def _instruction(consignment: Consignment, days: Days) -> Any:
    def payload(player: Player) -> dict[str, Any]:
        return {
            "lines": [
                {
                    "batch": player.records[f"L{row.number}"],
                    "order_line": order_line(player, consignment.order, row),
                    "quantity": packs(row),
                }
                for row in consignment.rows
            ],
            "carrier": "not handed down",
            "mode": consignment.mode,
            "incoterm": consignment.incoterm,
            "pickup_from": days.left,
            "pickup_until": days.left,
            "expected_on": consignment.delivered,
            "remark": f"{consignment.asn}, {consignment.rows[0].mode}",
        }

    return payload


def _notice(consignment: Consignment, days: Days) -> Any:
    weights = grouped((row.number, row.weight) for row in consignment.rows)

    def payload(player: Player) -> dict[str, Any]:
        ids = shipment_lines(player, consignment)
        rows = list(zip(ids, consignment.rows, strict=True))
        return {
            "lines": [{"line": pk, "quantity": packs(row)} for pk, row in rows],
            "units": [{"line": pk, "sscc": sscc(row), "quantity": packs(row)} for pk, row in rows],
            "handed_over_at": clock.instant_text(morning(days.left, 13, 30)),
            "waybill": consignment.asn,
            "remark": f"Weight in kg: {weights}",
        }

    return payload


def _receipt(consignment: Consignment) -> Any:
    def payload(player: Player) -> dict[str, Any]:
        ids = shipment_lines(player, consignment)
        rows = zip(ids, consignment.rows, strict=True)
        return {
            "lines": [{"line": pk, "good": packs(row)} for pk, row in rows],
            "seal_intact": True,
            "remark": f"Recorded on {consignment.recorded}",
        }

    return payload


def _invoice(consignment: Consignment) -> Any:
    freights = grouped((row.number, row.freight) for row in consignment.rows)
    insurances = grouped((row.number, row.insurance) for row in consignment.rows)

    def payload(player: Player) -> dict[str, Any]:
        return {
            "number": f"INV-{consignment.asn}",
            "invoice_date": consignment.recorded,
            "lines": [
                {
                    "order_line": order_line(player, consignment.order, row),
                    "batch": player.records[f"L{row.number}"],
                    "quantity": packs(row),
                    "amount": {"amount": plain_decimal(row.value), "currency": "USD"},
                }
                for row in consignment.rows
            ],
            "remark": f"Freight in USD: {freights}. Insurance in USD: {insurances}.",
        }

    return payload


def shipment_lines(player: Player, consignment: Consignment) -> list[str]:
    """Lines of the shipment in the order of the file."""
    of = ShipmentLine.objects.filter(shipment_id=player.records[consignment.key]).order_by("position")
    return [str(pk) for pk in player.see(SPONSOR, lambda: list(of.values_list("pk", flat=True)))]
