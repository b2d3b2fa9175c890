"""Electronic signatures: both components at the moment of signing, every time (21 CFR 11.200, Annex 11 §14)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone as system_time
from django.utils.translation import gettext as _

from cobatch.kernel.refusals import Refusal, SignatureNeeded
from cobatch.network.models import Person
from cobatch.network.tenancy import as_organisation

ATTEMPTS = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class SignatureInput:
    """What the signer gave: the hash shown, and who they are by both components (and a code, if enrolled)."""

    hash: str
    email: str
    password: str
    code: str = ""


@dataclass(frozen=True)
class Manifestation:
    """What is printed beside a signature on pages, PDFs and exports; part of what is hashed (11.50(b))."""

    name: str
    title: str
    organisation: str
    meaning: str
    at: datetime
    zone: str
    city: str

    def as_json(self) -> dict[str, Any]:
        """The manifestation as it goes into the record."""
        return {
            "name": self.name,
            "title": self.title,
            "organisation": self.organisation,
            "meaning": self.meaning,
            "at": self.at,
            "zone": self.zone,
            "city": self.city,
        }


def authenticate(person: Person, given: SignatureInput) -> None:
    """Check both components, before any lock is taken. Raises SignatureNeeded; five failures lock signing."""
    if person.service:
        raise SignatureNeeded(reasons=Refusal("service_cannot_sign", _("A service account cannot sign.")))
    if person.signing_locked_until and person.signing_locked_until > system_time.now():
        raise SignatureNeeded(
            reasons=Refusal("signing_locked", _("Signing is locked for a while after five failed tries."))
        )
    if _components_fit(person, given):
        if person.failed_signatures:
            _remember(person, failed=False)
        return
    _remember(person, failed=True)
    raise SignatureNeeded(
        reasons=Refusal(
            "wrong_credentials", _("The e-mail address and password do not fit."), "/signature/password"
        )
    )


def _components_fit(person: Person, given: SignatureInput) -> bool:
    known = given.email.strip().lower() == person.email.lower() and check_password(
        given.password, person.password
    )
    authenticators: Any = getattr(person, "authenticator_set", None)
    totp = authenticators.filter(type="totp").first() if known and authenticators is not None else None
    return known and (totp is None or bool(TOTP(totp).validate_code(given.code)))


def _remember(person: Person, *, failed: bool) -> None:
    """Counted on the row itself, in a transaction of its own: neither a refused act nor guesses made side by
    side escape the count."""
    with transaction.atomic(), as_organisation(person.organisation_id):
        row = Person.objects.select_related(None).select_for_update().get(pk=person.pk)
        failures = row.failed_signatures + 1 if failed else 0
        locked = system_time.now() + LOCKED_FOR if failures >= ATTEMPTS else row.signing_locked_until
        kept = 0 if failures >= ATTEMPTS else failures
        Person.objects.filter(pk=person.pk).update(failed_signatures=kept, signing_locked_until=locked)
    person.failed_signatures, person.signing_locked_until = kept, locked


def manifest(person: Person, meaning: str, at: datetime) -> Manifestation:
    """The manifestation of this person's signature now."""
    return Manifestation(
        name=person.name,
        title=person.title,
        organisation=person.organisation.name,
        meaning=meaning,
        at=at,
        zone=person.site.zone,
        city=person.site.city,
    )
