"""People, what they may approve, and who stands in for them."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cobatch.kernel.columns import MoneyColumns, currency, money_amount
from cobatch.kernel.identity import new_id
from cobatch.network.models.organisations import Organisation, Site
from cobatch.network.rows import PrivateRow


class People(BaseUserManager["Person"]):
    """Finds people with their company and site, which every page needs."""

    def get_queryset(self) -> models.QuerySet["Person"]:
        return super().get_queryset().select_related("organisation", "site")

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """A person of one company, never reused and never deleted; a service account is a person that cannot sign."""

    tenancy: ClassVar[str] = "people"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="people")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    roles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    language = models.CharField(max_length=12, default="en")
    is_active = models.BooleanField(default=True)
    service = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)
    failed_signatures = models.PositiveSmallIntegerField(default=0)
    signing_locked_until = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def get_full_name(self) -> str:
        """The printed name of a signature."""
        return self.name

    def has_usable_second_factor(self) -> bool:
        """True when this person enrolled an authenticator that signing must ask for, too."""
        authenticators: Any = getattr(self, "authenticator_set", None)
        return bool(authenticators and authenticators.filter(type="totp").exists())


class Limit(PrivateRow):
    """Up to which amount a person may commit the company, per currency; no row means no authority."""

    tenancy: ClassVar[str] = "private"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="limits")
    amount = money_amount()
    currency = currency()
    up_to = MoneyColumns("amount", "currency")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "currency"], name="one_limit_per_currency")]


class Deputy(PrivateRow):
    """Who stands in for a person, from one business date to another, both included."""

    tenancy: ClassVar[str] = "people"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stands_in_for")
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=models.F("starts")), name="deputy_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(person=models.F("deputy")), name="nobody_is_their_own_deputy"
            ),
        ]
