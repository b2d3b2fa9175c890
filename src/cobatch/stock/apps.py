"""Stock as a Django app."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "cobatch.stock"
    label = "stock"
