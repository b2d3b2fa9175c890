"""The acts on shipments, in the order of the process."""

from cobatch.steps.shipments.touchpoints import confirm_receipt, dispatch, instruct

__all__ = ["confirm_receipt", "dispatch", "instruct"]
