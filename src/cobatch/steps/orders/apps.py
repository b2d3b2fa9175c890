"""Orders as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "cobatch.steps.orders"
    label = "orders"

    def ready(self) -> None:
        from cobatch.steps.orders import flow, pages, reactions, touchpoints  # noqa: F401, I001, PLC0415
        from cobatch.steps.orders import messages  # noqa: F401, PLC0415 - a sheet names a touch point
