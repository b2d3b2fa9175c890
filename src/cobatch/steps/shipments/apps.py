"""Shipments as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class ShipmentsConfig(AppConfig):
    name = "cobatch.steps.shipments"
    label = "shipments"

    def ready(self) -> None:
        from cobatch.steps.shipments import flow, pages, reactions, touchpoints  # noqa: F401, PLC0415
