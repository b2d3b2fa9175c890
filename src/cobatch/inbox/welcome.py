"""A new person's first mail, with the link under which they choose a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from cobatch.inbox import letters
from cobatch.network.models import Person
from cobatch.network.tenancy import choose

ONE_DAY = 24 * 3600


def welcome(person: str) -> None:
    """Job: mail the link, unless the person is gone, is a service account, or has a password already."""
    letter = _letter(person)
    if letter is not None:
        letters.send(letter)


@transaction.atomic
def _letter(pk: str) -> letters.Letter | None:
    choose(None)
    person = Person.objects.filter(pk=pk, is_active=True, service=False).first()
    if person is None or person.has_usable_password():
        return None
    choose(person.organisation_id)
    # Made when the mail leaves, so that no link that opens an account lies in the job queue.
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
    with translation.override(person.language):
        return letters.welcome(person, path, settings.PASSWORD_RESET_TIMEOUT // ONE_DAY)
