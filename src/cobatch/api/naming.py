"""How touch points are called in addresses."""

from cobatch.touchpoints.declare import TouchPoint

ROOT = "/api/v1"


def act_path(touchpoint: TouchPoint, record_id: object = "{id}") -> str:
    """Where a touch point is performed, below ROOT."""
    return f"/{touchpoint.step}/{record_id}/{touchpoint.verb}"


def operation_id(touchpoint: TouchPoint) -> str:
    """The name of the operation for generated clients: orders.confirm → orders_confirm."""
    return touchpoint.code.replace(".", "_")
