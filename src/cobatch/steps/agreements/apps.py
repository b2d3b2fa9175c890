"""Agreements as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "cobatch.steps.agreements"
    label = "agreements"

    def ready(self) -> None:
        from cobatch.steps.agreements import flow, pages, reactions, touchpoints  # noqa: F401, PLC0415
