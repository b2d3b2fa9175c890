"""Batches as the API gives them."""

from typing import Any

from cobatch.steps.batches.models import Batch
from cobatch.steps.batches.queries import markets_of, stages_of


def head_json(batch: Batch) -> dict[str, Any]:
    """A batch without its parts."""
    return {
        "number": batch.number,
        "sponsor_lot": batch.sponsor_lot or None,
        "state": batch.state,
        "order": str(batch.order_id),
        "order_line": str(batch.order_line_id),
        "item": str(batch.item_id),
        "packed": batch.packed.as_json() if batch.packed else None,
        "yield_percent": str(batch.yield_percent) if batch.yield_percent is not None else None,
        "outside_alert": batch.outside_alert,
        "expiry": batch.expiry.isoformat() if batch.expiry else None,
        "printed_expiry": batch.printed_expiry or None,
    }


def batch_json(batch: Batch) -> dict[str, Any]:
    """A batch with its markets and stages, as the API gives it."""
    return head_json(batch) | {
        "theoretical": batch.theoretical.as_json() if batch.theoretical else None,
        "planned_start": batch.planned_start.isoformat(),
        "planned_end": batch.planned_end.isoformat(),
        "markets": [
            {"id": str(each.pk), "market": each.market, "state": each.state} for each in markets_of(batch)
        ],
        "stages": [
            {
                "id": str(each.pk),
                "name": each.name,
                "state": each.state,
                "good": each.good,
                "scrap": each.scrap,
            }
            for each in stages_of(batch)
        ],
    }
