"""Companies and their sites."""

from datetime import date, time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cobatch.kernel.calendars import WorkingCalendar
from cobatch.network.rows import PrivateRow, Row


class Organisation(Row):
    """A company; it may be sponsor in one relationship and manufacturer in the next."""

    tenancy: ClassVar[str] = "organisation"

    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=120)
    is_sponsor = models.BooleanField(default=False)
    is_cmo = models.BooleanField(default=False)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    def subject(self) -> str:
        """The company's name."""
        return self.name


class Site(PrivateRow):
    """A place of work with its own clock and working days."""

    tenancy: ClassVar[str] = "people"

    name = models.CharField(max_length=120)
    city = models.CharField(max_length=60)
    zone = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    subdivision = models.CharField(max_length=6, blank=True)
    gln = models.CharField(max_length=13, blank=True)
    closing = models.TimeField(default=time(17))
    weekend = ArrayField(models.PositiveSmallIntegerField(), default=list)
    closures = ArrayField(models.DateField(), default=list, blank=True)

    @property
    def calendar(self) -> WorkingCalendar:
        """Working days and closing time of this site."""
        closures: list[date] = list(self.closures)
        return WorkingCalendar(
            zone=self.zone,
            country=self.country,
            subdivision=self.subdivision or None,
            closing=self.closing,
            weekend=frozenset(self.weekend or (5, 6)),
            closures=frozenset(closures),
        )

    @property
    def clock(self) -> tuple[str, str]:
        """Zone and city, as both-clock displays want them."""
        return self.zone, self.city
