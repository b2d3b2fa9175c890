"""Quality as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "cobatch.steps.quality"
    label = "quality"

    def ready(self) -> None:
        from cobatch.steps.quality import flow, pages, reactions, touchpoints  # noqa: F401, PLC0415
