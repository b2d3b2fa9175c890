"""Plans as a Django app; importing the declarations registers them."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "cobatch.steps.plans"
    label = "plans"
