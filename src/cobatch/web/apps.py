"""Web as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "cobatch.web"
    label = "web"
