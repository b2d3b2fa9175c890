"""Plans as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "cobatch.steps.plans"
    label = "plans"

    def ready(self) -> None:
        from cobatch.steps.plans import flow, pages, reactions, touchpoints  # noqa: F401, PLC0415
