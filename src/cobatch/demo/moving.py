"""The demo's clock: moved to the end of the story once, and running on from there across restarts."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cobatch.kernel import clock

NAME = "demo.clock"


def move_and_keep(instant: datetime) -> None:
    """From now on the product's clock shows this instant and runs on; kept in the data folder."""
    clock.move_to(instant)
    (settings.COBATCH_DATA / NAME).write_text(f"{clock.offset().total_seconds():.3f}\n", encoding="ascii")


def take_up() -> None:
    """Move the clock of this process as the data folder says. Raises ImproperlyConfigured in production."""
    kept = settings.COBATCH_DATA / NAME
    if not kept.exists():
        return
    if settings.MODE == "production":
        raise ImproperlyConfigured("This data folder has a moved clock; it belongs to a demo.")
    if settings.DEMO:
        clock.set_offset(timedelta(seconds=float(kept.read_text(encoding="ascii"))))
