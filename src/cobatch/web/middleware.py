"""Whose rows a request may see is settled here, before any view runs."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cobatch.network.actors import actor_of
from cobatch.network.tenancy import as_organisation

# These look after their transactions themselves: acts commit before the page is drawn, streams never end.
OWN_TRANSACTION = ("/api/", "/live/", "/static/")
PUBLIC = ("/accounts/", "/api/", "/static/", "/healthy/", "/demo/")


class Tenancy:
    """Every page of a signed-in person runs in one transaction that sees their company's rows only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith(OWN_TRANSACTION) and not path.startswith("/api/v1/docs"):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return self._for_strangers(request)
        request.actor = actor_of(request.user)  # type: ignore[attr-defined]
        timezone.activate(request.user.site.zone)
        try:
            if path.startswith("/accounts/") or "/do/" in path:
                return self.get_response(request)
            with as_organisation(request.user.organisation_id):
                return self.get_response(request)
        finally:
            timezone.deactivate()

    def _for_strangers(self, request: HttpRequest) -> HttpResponse:
        """Logged out, every address but the public ones leads to the sign-in page, whether it exists or not."""
        if request.path_info.startswith(PUBLIC):
            return self.get_response(request)
        if getattr(request, "htmx", False):
            return HttpResponse(status=401, headers={"HX-Redirect": settings.LOGIN_URL})
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
