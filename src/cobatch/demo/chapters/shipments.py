"""Step 7: instructions, ship notices with their units, receipts."""

from collections.abc import Iterator
from typing import Any

from cobatch.demo import finding
from cobatch.demo.cast import BOSTON
from cobatch.demo.consignments import CONSIGNMENTS, Consignment
from cobatch.demo.crews import ALPENFILL, SAHYADRI, Crew
from cobatch.demo.instants import at
from cobatch.demo.lots import OF_NUMBER
from cobatch.demo.stage import Line, Stage
from cobatch.steps.shipments.models import ShipmentLine
from cobatch.steps.shipments.sscc import check_digit, following

CREWS = {"HR-SF": SAHYADRI, "HR-AF": ALPENFILL}
PREFIX = {"HR-SF": "38901234", "HR-AF": "34012345"}


def lines() -> Iterator[Line]:
    """Each shipment from its instruction to its receipt."""
    for each in CONSIGNMENTS:
        crew = CREWS[each.relationship]
        name = f"shipment {each.name}"
        yield Line(
            f"2026-{each.instructed}", BOSTON, "ray", "shipments.instruct", each.relationship,
            _instruction(each, crew), name=name,
        )  # fmt: skip
        minute = int(each.handed_over[-2:]) + 5
        announced = f"2026-{each.handed_over[:-2]}{minute:02d}"
        yield Line(
            announced, crew.zone, crew.warehouse, "shipments.dispatch", name, _notice(each, crew, name)
        )
        yield Line(
            f"2026-{each.received}", BOSTON, "ray", "shipments.confirm_receipt", name, _receipt(each, name)
        )


def first_code(each: Consignment, load: int = 0) -> str:
    """The serial shipping container code of a load's first unit."""
    before = sum(one.units + bool(one.rest) for one in each.loads[:load])
    body = f"{PREFIX[each.relationship]}{each.serial + before:09d}"
    return f"{body}{check_digit(body)}"


def missing_code(each: Consignment) -> str:
    """The code of the unit that did not arrive."""
    return following(first_code(each), each.missing)[-1]


def _instruction(each: Consignment, crew: Crew) -> Any:
    def payload(stage: Stage) -> dict[str, Any]:
        degrees = ("2", "8") if each.cold else ("15", "25")
        rows = []
        for load in each.loads:
            lot = OF_NUMBER[load.lot]
            line = finding.order_line(stage, "ray", lot.order, lot.position, lot.portion)
            named = {"batch": str(stage.records[load.lot]), "order_line": str(line.pk)}
            rows.append(named | {"quantity": _packs(load.packs)})
        return {
            "lines": rows,
            "carrier": crew.carrier,
            "mode": "air",
            "coldest_celsius": degrees[0],
            "warmest_celsius": degrees[1],
            "documents": ["coa", "packing_list"],
            "pickup_from": f"2026-{each.handed_over[:5]}",
            "pickup_until": f"2026-{each.handed_over[:5]}",
            "expected_on": f"2026-{each.expected}",
        }

    return payload


def _notice(each: Consignment, crew: Crew, name: str) -> Any:
    def payload(stage: Stage) -> dict[str, Any]:
        rows = _lines(stage, crew.warehouse, name)
        units = []
        for number, load in enumerate(each.loads):
            line, first = str(rows[load.lot]), first_code(each, number)
            units.append({"line": line, "sscc": first, "quantity": _packs(load.full), "count": load.units})
            if load.rest:
                last = following(first, load.units + 1)[-1]
                units.append({"line": line, "sscc": last, "quantity": _packs(load.rest)})
        return {
            "lines": [{"line": str(rows[load.lot]), "quantity": _packs(load.packs)} for load in each.loads],
            "units": units,
            "handed_over_at": at(f"2026-{each.handed_over}", crew.zone).isoformat(),
            "waybill": each.waybill,
            "seal": f"S-{each.serial:06d}",
        }

    return payload


def _receipt(each: Consignment, name: str) -> Any:
    def payload(stage: Stage) -> dict[str, Any]:
        rows = _lines(stage, "ray", name)
        short = each.loads[0].full if each.missing else 0
        counted = [{"line": str(rows[load.lot]), "good": _packs(load.packs - short)} for load in each.loads]
        if not each.missing:
            return {"lines": counted, "seal_intact": True}
        remark = "One shipper of 280 vials is missing; the carrier has been told."
        short_of = {"missing": [missing_code(each)], "final": True, "remark": remark}
        return {"lines": counted, "seal_intact": True, **short_of}

    return payload


def _lines(stage: Stage, who: str, name: str) -> dict[str, Any]:
    def look() -> dict[str, Any]:
        found = ShipmentLine.objects.filter(shipment_id=stage.records[name])
        return dict(found.values_list("batch__number", "pk"))

    found: dict[str, Any] = stage.see(who, look)
    return found


def _packs(count: int) -> dict[str, str]:
    return {"value": str(count), "unit": "H87"}
