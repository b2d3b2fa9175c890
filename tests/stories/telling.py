"""The demo's story as a fixture: told once a module, in a transaction that is rolled back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from cobatch.demo import story
from cobatch.demo.instants import NOW
from cobatch.demo.stage import Line, Stage
from cobatch.inbox.queries import waiting_on_me
from cobatch.kernel import clock
from cobatch.network.models import Organisation
from cobatch.network.tenancy import as_organisation, choose


def undone() -> Any:
    """A transaction that stands for none, as in Django's TestCase: acts may believe that they commit."""
    block = transaction.atomic()
    block._from_testcase = True
    return block


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """The whole story; the tests' own companies make room for its codes while it is there."""
    with django_db_blocker.unblock(), undone():
        choose(None)
        for organisation in Organisation.objects.all():
            with as_organisation(organisation.pk):
                Organisation.objects.filter(pk=organisation.pk).update(code=f"T{organisation.code}"[:6])
        choose(None)
        yield story.tell(lambda done, total: None)
        transaction.set_rollback(True)


@pytest.fixture
def stage(told: Stage) -> Iterator[Stage]:
    """The morning of 23 November; what a test does is undone."""
    with undone(), clock.hold_at(NOW):
        yield told
        transaction.set_rollback(True)


def rows(stage: Stage, who: str, query: Any) -> list[Any]:
    """What somebody of the cast sees."""
    found: list[Any] = stage.see(who, lambda: list(query.all()))
    return found


def inbox(stage: Stage, who: str) -> set[tuple[str, str]]:
    """Codes and subjects that wait on somebody."""
    entries = stage.see(who, lambda: waiting_on_me(stage.person(who)))
    return {(entry.wait.code, entry.subject.partition(" · ")[0]) for entry in entries}


def do(stage: Stage, who: str, code: str, on: str, payload: dict[str, Any]) -> None:
    """One more act, now."""
    stage.play(Line("2026-11-23 09:00", "UTC", who, code, on, payload))
