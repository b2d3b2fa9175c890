"""Pages about the house itself."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cobatch.web.gallery import gallery_context


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in its states."""
    return render(request, "web/gallery.html", gallery_context())


def healthy(request: HttpRequest) -> HttpResponse:
    """For whatever watches the server: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")
