"""The demo's story in a test's database: told once, then looked at from many sides."""

from collections.abc import Iterator

import pytest

from cobatch.demo import story
from cobatch.demo.instants import NOW
from cobatch.demo.stage import Stage
from cobatch.kernel import clock
from cobatch.network.models import Organisation
from cobatch.network.tenancy import as_organisation, choose


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """The whole story, in the transaction of one test; the tests' own companies make room for its codes."""
    choose(None)
    for organisation in Organisation.objects.all():
        with as_organisation(organisation.pk):
            Organisation.objects.filter(pk=organisation.pk).update(code=f"T{organisation.code}")
    try:
        with clock.hold_at(NOW):
            yield story.tell(lambda done, total: None)
    finally:
        choose(None)


def test_story(stage: Stage) -> None:
    pass
