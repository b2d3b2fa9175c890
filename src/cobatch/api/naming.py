"""How records and touch points are called in addresses; the one place that knows."""

from cobatch.touchpoints.declare import TouchPoint

ROOT = "/api/v1"
_SIBILANTS = ("s", "x", "z", "ch", "sh")


def plural(record: str) -> str:
    """The path of a record's list: order → orders, quality_agreement → quality-agreements, batch → batches."""
    words = record.replace("_", "-")
    if words.endswith("y") and words[-2:-1] not in "aeiou":
        return f"{words[:-1]}ies"
    return f"{words}es" if words.endswith(_SIBILANTS) else f"{words}s"


def act_path(touchpoint: TouchPoint, record_id: object = "{id}") -> str:
    """Where a touch point is performed, below ROOT."""
    return f"/{touchpoint.step}/{record_id}/{touchpoint.verb}"


def operation_id(touchpoint: TouchPoint) -> str:
    """The name of the operation for generated clients: orders.confirm → orders_confirm."""
    return touchpoint.code.replace(".", "_")
