"""Batches as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class BatchesConfig(AppConfig):
    name = "cobatch.steps.batches"
    label = "batches"

    def ready(self) -> None:
        from cobatch.steps.batches import flow, pages, reactions, touchpoints  # noqa: F401, PLC0415
