"""Acts of administrators: one way to do them, and who else finds or may do nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from cobatch.kernel.refusals import ActError, NotYours, Refused
from cobatch.kernel.roles import Role
from cobatch.touchpoints.engine import Outcome


@pytest.fixture
def administer(world) -> Callable[..., Outcome]:
    """`administer("parties.add_site", {...})`: the sponsor's administrator acts for the company."""

    def act(code: str, payload: dict[str, Any], by: Any = None) -> Outcome:
        company = by or world.sponsor
        return world.act(code, company.organisation, payload, company.actor(Role.ADMINISTRATOR))

    return act


@pytest.fixture
def refused(world, administer) -> Callable[..., list[tuple[str, str | None]]]:
    """Code and field of every reason for which an act is refused; nothing at all has happened."""

    def attempt(code: str, payload: dict[str, Any]) -> list[tuple[str, str | None]]:
        before = world.traces()
        with pytest.raises(ActError) as error:
            administer(code, payload)
        assert world.traces() == before
        return [(reason.code, reason.field) for reason in error.value.reasons]

    return attempt


@pytest.fixture
def only_administrators(world) -> Callable[..., None]:
    """Colleagues lack the role, other companies find no such company, and neither leaves a trace."""

    def check(code: str, payload: dict[str, Any]) -> None:
        before, ours = world.traces(), world.sponsor.organisation
        with pytest.raises(Refused) as error:
            world.act(code, ours, payload, world.sponsor.actor(Role.BUYER))
        assert error.value.code == "role_missing"
        for stranger in (world.cmo, world.other_sponsor, world.other_cmo):
            with pytest.raises(NotYours):
                world.act(code, ours, payload, stranger.actor(Role.ADMINISTRATOR))
        assert world.traces() == before

    return check
