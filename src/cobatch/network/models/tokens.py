"""Keys with which other systems call the API."""

import hashlib
import secrets
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cobatch.network.models.people import Person
from cobatch.network.rows import PrivateRow


def hashed(secret: str) -> str:
    """How a bearer token is stored: SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    """A fresh bearer token, shown once."""
    return "cob_" + secrets.token_urlsafe(32)


class Token(PrivateRow):
    """A bearer token that acts as one person or service account, within the touch points it names."""

    tenancy: ClassVar[str] = "signin"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=60))
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
