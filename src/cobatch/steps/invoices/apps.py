"""Invoices as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "cobatch.steps.invoices"
    label = "invoices"

    def ready(self) -> None:
        from cobatch.steps.invoices import flow, pages, reactions, touchpoints  # noqa: F401, PLC0415
