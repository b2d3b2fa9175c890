"""Who may act: side, role, scope of a token, limit of amount. Nothing else grants anything."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cobatch.kernel.money import Money
from cobatch.kernel.refusals import NotYours, Refusal
from cobatch.kernel.sides import Side
from cobatch.network.actors import Actor
from cobatch.network.models import Limit, Organisation
from cobatch.touchpoints.declare import TouchPoint


def side_on(record: Any, actor: Actor) -> Side:
    """The side the actor's company has on a record. Raises NotYours for a stranger."""
    if isinstance(record, Organisation):
        if record.id != actor.organisation_id:
            raise NotYours
        return Side.EITHER
    side = record.relationship.side_of(actor.organisation_id)
    if side is None:
        raise NotYours
    return Side(side)


def is_this_sides_act(touchpoint: TouchPoint, record: Any, actor: Actor) -> bool:
    """True when the touch point belongs to the actor's side; the engine's own acts belong to nobody else."""
    side = side_on(record, actor)
    if touchpoint.automatic:
        return False
    return touchpoint.by is Side.EITHER or touchpoint.by is side


def missing_authority(touchpoint: TouchPoint, record: Any, payload: Any, actor: Actor) -> Iterator[Refusal]:
    """Why the person lacks the authority although it is their side's act."""
    yield from missing_role(touchpoint, actor)
    if touchpoint.amount and payload is not None:
        amount = touchpoint.amount(record, payload)
        if amount is not None and not _within_limit(amount, actor):
            yield Refusal(
                "limit_exceeded",
                _("%(amount)s is more than you may approve.")
                % {"amount": f"{amount.rounded().amount:,} {amount.currency}"},
            )


def missing_role(touchpoint: TouchPoint, actor: Actor) -> Iterator[Refusal]:
    """Why the person's roles, or the token's scopes, do not allow this act."""
    if actor.scopes is not None and touchpoint.code not in actor.scopes:
        yield Refusal("scope_missing", _("This token is not made for “%(act)s”.") % {"act": touchpoint.title})
    if not actor.has_any(touchpoint.roles):
        needed = _(" or ").join(str(role.label) for role in touchpoint.roles)
        yield Refusal("role_missing", _("This needs the role %(roles)s.") % {"roles": needed})


def _within_limit(amount: Money, actor: Actor) -> bool:
    if amount.amount <= Decimal(0):
        return True
    return Limit.objects.filter(
        person=actor.person, currency=amount.currency, amount__gte=amount.amount
    ).exists()
