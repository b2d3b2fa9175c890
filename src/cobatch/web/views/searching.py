"""One box for every number on a label."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cobatch.touchpoints import names
from cobatch.touchpoints.search import find


def search(request: HttpRequest) -> HttpResponse:
    """Results as a page, or as the palette's list."""
    query = request.GET.get("q", "").replace("\x00", "")[:100]
    results = [
        {
            "title": row.text,
            "sub": row.subject,
            "url": names.path_of(row.root_type, row.root_id),
            "icon": "search",
        }
        for row in find(query)
    ]
    context = {"query": query, "groups": [{"title": _("Found"), "results": results}] if results else []}
    template = "web/components/palette_results.html" if getattr(request, "htmx", False) else "web/search.html"
    return render(request, template, context)
