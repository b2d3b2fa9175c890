"""Prices as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class PricesConfig(AppConfig):
    name = "cobatch.steps.prices"
    label = "prices"

    def ready(self) -> None:
        from cobatch.steps.prices import flow, pages, reactions, touchpoints  # noqa: F401, PLC0415
