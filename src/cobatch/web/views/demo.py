"""One click signs in as a person of the story; the address exists in demo mode only."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cobatch.network.models import Person
from cobatch.network.tenancy import choose


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the person with this address, if it is one of the story's."""
    if not settings.DEMO:
        raise Http404
    choose(None)
    person = Person.objects.filter(
        email__iexact=request.POST.get("email", ""), demo=True, is_active=True, service=False
    ).first()
    if person is None:
        raise Http404
    login(request, person, backend="cobatch.network.signin.Backend")
    return redirect("/")
