"""Touch points as a Django app: start-up checks of the catalogue."""

from django.apps import AppConfig


class TouchpointsConfig(AppConfig):
    name = "cobatch.touchpoints"
    label = "touchpoints"

    def ready(self) -> None:
        from cobatch.touchpoints import checks, trace  # noqa: F401, PLC0415 - they register themselves
