"""Parties as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "cobatch.steps.parties"
    label = "parties"

    def ready(self) -> None:
        from cobatch.steps.parties import flow, pages, reactions, touchpoints  # noqa: F401, PLC0415
