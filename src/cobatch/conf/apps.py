"""Start-up checks of the whole house."""

from django.apps import AppConfig


class ConfConfig(AppConfig):
    name = "cobatch.conf"
    label = "conf"
