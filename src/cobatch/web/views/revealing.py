"""A secret shown once, straight after the act that made it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def revealed(request: HttpRequest, touchpoint: Any, outcome: Any) -> HttpResponse:
    """The page, or the dialog, that shows the secret; it is not kept and cannot be shown again."""
    context = {"title": touchpoint.title, "secrets": outcome.revealed.items(), "back": "/setup/"}
    template = "web/revealed_dialog.html" if getattr(request, "htmx", False) else "web/revealed.html"
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response
