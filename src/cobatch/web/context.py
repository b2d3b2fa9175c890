"""What every page needs: who looks, where they can go, and the live stream."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from cobatch.kernel import clock
from cobatch.network.models import Organisation, Person
from cobatch.network.tenancy import choose
from cobatch.web.sections import entries


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of the base page."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {
            "demo_people": demo_people()
            if settings.DEMO and request.path_info == settings.LOGIN_URL
            else None
        }
    site = actor.person.site
    return {
        "navigation": entries(request.path_info, None),
        "viewer": {
            "name": actor.person.name,
            "title": actor.person.title,
            "organisation": actor.organisation.name,
            "place": site.city,
            "zone": site.zone,
            "now": timezone.localtime(clock.now()),
        },
        "live_url": "/live/",
        "user": actor.person,
    }


def demo_people() -> list[dict[str, Any]]:
    """The people of the story, one click away: in demo mode only, and only those marked for it."""
    choose(None)
    people = Person.objects.filter(demo=True, is_active=True, service=False).order_by("name")
    companies = Organisation.objects.filter(demo=True).order_by("pk")
    return [
        {
            "organisation": company.name,
            "people": [(p.name, p.title, p.email) for p in people if p.organisation_id == company.id],
        }
        for company in companies
    ]
