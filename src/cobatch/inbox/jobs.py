"""Jobs of the inbox: mail to those waited on."""

from procrastinate import App


def register(app: App) -> None:
    """Called by the job queue when Django is ready."""
