"""The acts on shipments, in the order of the process."""

from cobatch.steps.shipments.touchpoints import cancel, confirm_receipt, dispatch, instruct

__all__ = ["cancel", "confirm_receipt", "dispatch", "instruct"]
