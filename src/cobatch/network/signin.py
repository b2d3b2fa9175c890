"""Sign-in: allauth's, with our people behind it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from cobatch.network.models import Person


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Finds the person of a session; a deactivated person is nobody from the next request on."""

    def get_user(self, user_id: Any) -> Person | None:
        return Person.objects.filter(pk=user_id, is_active=True, service=False).first()


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone: an administrator of the company adds people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
