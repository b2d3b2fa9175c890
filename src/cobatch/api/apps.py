"""The API as a Django app; its OpenAPI document is one of the generated ones."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "cobatch.api"
    label = "api"

    def ready(self) -> None:
        from cobatch.api.openapi import text  # noqa: PLC0415
        from cobatch.touchpoints.describe import document  # noqa: PLC0415

        document("openapi.json")(text)
