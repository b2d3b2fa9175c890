"""Who can end a wait: the people with its roles at its company, and those who stand in for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from cobatch.kernel import clock
from cobatch.network.models import Deputy, Person
from cobatch.touchpoints.models import Waiting

ONE_DAY = timedelta(days=1)  # no two sites are further apart


@dataclass(frozen=True)
class Holders:
    """The people of some companies, read in two statements however many waits ask for them."""

    people: tuple[Person, ...]
    deputies: tuple[Deputy, ...]

    def of(self, wait: Waiting) -> list[Person]:
        """Those whose role the wait asks for."""
        return self.with_roles(wait.organisation_id, wait.roles)

    def with_roles(self, organisation_id: UUID, roles: Iterable[str]) -> list[Person]:
        """People of one company who hold one of the roles, by name."""
        wanted = set(roles)
        return [
            person
            for person in self.people
            if person.organisation_id == organisation_id and wanted.intersection(person.roles)
        ]

    def standing_in(self, wait: Waiting) -> list[Deputy]:
        """Who stands in for one of the holders."""
        holders = {person.pk for person in self.of(wait)}
        return [deputy for deputy in self.deputies if deputy.person_id in holders]


def holders_of(waits: Iterable[Waiting], day: date | None = None, extra_roles: Iterable[str] = ()) -> Holders:
    """The holders of these waits, with the deputies in office on that day (today at each one's own site)."""
    waits = list(waits)
    roles = {role for wait in waits for role in wait.roles}.union(extra_roles)
    people = tuple(
        Person.objects.filter(
            organisation_id__in={wait.organisation_id for wait in waits},
            roles__overlap=sorted(roles),
            is_active=True,
            service=False,
        ).order_by("name")
    )
    deputies = in_office(Deputy.objects.filter(person__in=[person.pk for person in people]), day)
    return Holders(people, tuple(deputies))


def in_office(deputies: QuerySet[Deputy], day: date | None) -> list[Deputy]:
    """Deputies who stand in on that day; without one, today where the person they stand in for works."""
    around = day or clock.now().astimezone(UTC).date()
    near = deputies.filter(
        starts__lte=around + ONE_DAY, ends__gte=around - ONE_DAY,
        person__is_active=True, deputy__is_active=True, deputy__service=False,
    ).select_related("person__site", "deputy__site", "deputy__organisation")  # fmt: skip
    return [
        each
        for each in near.order_by("deputy__name")
        if each.starts <= (day or clock.today(each.person.site.zone)) <= each.ends
    ]
