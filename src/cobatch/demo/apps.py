"""The demo as a Django app: its clock is taken up when the process starts."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "cobatch.demo"
    label = "demo"

    def ready(self) -> None:
        from cobatch.demo.moving import take_up  # noqa: PLC0415

        take_up()
