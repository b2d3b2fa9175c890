"""From a wait to mails: one job per reader, so that one refused address holds nobody else up."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django import app as jobs
from procrastinate.types import JSONValue

from cobatch.inbox import letters
from cobatch.inbox.holders import Holders, holders_of
from cobatch.inbox.models import Stage
from cobatch.inbox.queries import SIDES, entries
from cobatch.kernel.roles import Role
from cobatch.network.models import Person
from cobatch.network.tenancy import choose
from cobatch.touchpoints.models import Waiting

HEADS = (str(Role.ADMINISTRATOR), str(Role.EXECUTIVE))


@transaction.atomic
def tell(waits: list[str]) -> None:
    """Job: tell those whose turn it has become. The engine defers it in the transaction of the act."""
    choose(None)
    defer_letters(list(Waiting.objects.filter(pk__in=waits, ended_at=None)), Stage.NEW)


def defer_letters(waits: Sequence[Waiting], stage: Stage) -> None:
    """Hand one mail per wait and reader to the queue, within the running transaction."""
    if not waits:
        return
    holders = holders_of(waits, extra_roles=HEADS if stage is Stage.ESCALATED else ())
    wanted: list[dict[str, JSONValue]] = [
        {"wait": str(wait.pk), "person": str(reader.pk), "stage": int(stage)}
        for wait in waits
        for reader in _readers(wait, stage, holders)
    ]
    if wanted:
        jobs.configure_task("inbox.mail").batch_defer(*wanted)


def _readers(wait: Waiting, stage: Stage, holders: Holders) -> Iterable[Person]:
    """A nudge goes to the holders alone, what is long overdue to those who answer for the company."""
    if stage is Stage.ESCALATED:
        return holders.with_roles(wait.organisation_id, HEADS)
    readers = {person.pk: person for person in holders.of(wait)}
    if stage is not Stage.NUDGE:
        readers |= {each.deputy_id: each.deputy for each in holders.standing_in(wait)}
    return readers.values()


def mail(wait: str, person: str, stage: int) -> None:
    """Job: one mail to one reader, unless the wait or the person's time here has ended meanwhile."""
    letter = _letter(wait, person, Stage(stage))
    # Sent outside the transaction: a slow mail server must not hold one open.
    if letter is not None:
        letters.send(letter)


@transaction.atomic
def _letter(wait: str, person: str, stage: Stage) -> letters.Letter | None:
    choose(None)
    reader = Person.objects.filter(pk=person, is_active=True, service=False).first()
    if reader is None:
        return None
    choose(reader.organisation_id)
    found = entries(Waiting.objects.filter(pk=wait, ended_at=None).select_related(*SIDES), reader)
    if not found:
        return None
    with translation.override(reader.language):
        return letters.turn(found[0], reader, stage)
