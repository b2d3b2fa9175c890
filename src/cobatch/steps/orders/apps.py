"""Orders as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "cobatch.steps.orders"
    label = "orders"

    def ready(self) -> None:
        from cobatch.steps.orders import flow, pages, reactions, touchpoints  # noqa: F401, PLC0415
