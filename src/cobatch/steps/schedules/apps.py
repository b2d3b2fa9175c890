"""Schedules as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    name = "cobatch.steps.schedules"
    label = "schedules"

    def ready(self) -> None:
        from cobatch.steps.schedules import flow, pages, reactions, touchpoints  # noqa: F401, PLC0415
