"""Attempts beyond a person's role, limit or training are kept for their own company."""

from uuid import UUID

from cobatch.kernel import clock
from cobatch.kernel.refusals import Refused
from cobatch.network.actors import Actor
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints.declare import TouchPoint
from cobatch.touchpoints.models import RefusedAttempt

LOGGED = {"role_missing", "scope_missing", "training_missing", "limit_exceeded"}


def remember(touchpoint: TouchPoint, on: UUID, actor: Actor, refused: Refused) -> None:
    """Write it down in a transaction of its own, since the act's has been rolled back."""
    codes = [reason.code for reason in refused.reasons if reason.code in LOGGED]
    if not codes:
        return
    with as_organisation(actor.organisation_id):
        RefusedAttempt.objects.create(
            organisation=actor.organisation,
            person=actor.person,
            code=touchpoint.code,
            root_id=on,
            reasons=codes,
            at=clock.now(),
        )
