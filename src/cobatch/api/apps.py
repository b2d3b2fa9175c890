"""Api as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "cobatch.api"
    label = "api"
