"""Which acts a person can do on a record now, and why not: pages, API and files ask here and nowhere else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cobatch.kernel import clock
from cobatch.kernel.refusals import NotYours, Refusal
from cobatch.network.actors import Actor
from cobatch.touchpoints import permission, preconditions, records
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import TouchPoint, catalogue


@dataclass(frozen=True)
class Possibility:
    """One act of the actor's side that the record's state allows; `reasons` say why it is blocked."""

    touchpoint: TouchPoint
    on: Any
    reasons: tuple[Refusal, ...]

    @property
    def allowed(self) -> bool:
        """True when nothing stands in the way."""
        return not self.reasons

    @property
    def label(self) -> Any:
        """What the button says: the consequence."""
        return self.touchpoint.label(self.on) if self.touchpoint.label else self.touchpoint.title


def acts_on(record: Any, actor: Actor, *, creating: bool | None = None) -> list[Possibility]:
    """Acts of the actor's side that the states allow now, in the order of the process.

    `creating` keeps only acts that create a record (True) or only those that do not (False).
    """
    return [
        Possibility(touchpoint, record, tuple(_reasons(touchpoint, record, actor)))
        for touchpoint in _candidates(record, actor)
        if creating is None or (touchpoint.creates is not None) is creating
    ]


def possibility(touchpoint: TouchPoint, record: Any, actor: Actor) -> Possibility:
    """One act, whether its state allows it or not. Raises NotYours when it is not this side's act."""
    if not permission.is_this_sides_act(touchpoint, record, actor):
        raise NotYours
    reasons = list(_reasons(touchpoint, record, actor))
    if not preconditions.state_fits(touchpoint, record):
        reasons.insert(0, preconditions.state_refusal(touchpoint, record))
    return Possibility(touchpoint, record, tuple(reasons))


def _candidates(record: Any, actor: Actor) -> Iterator[TouchPoint]:
    model = type(record)
    for touchpoint in catalogue().values():
        if touchpoint.on is not model or touchpoint.automatic:
            continue
        if permission.is_this_sides_act(touchpoint, record, actor) and preconditions.state_fits(
            touchpoint, record
        ):
            yield touchpoint


def _reasons(touchpoint: TouchPoint, record: Any, actor: Actor) -> Iterator[Refusal]:
    yield from permission.missing_role(touchpoint, actor)
    act: Context[Any, Any] = Context(
        touchpoint, record, touchpoint.takes.model_construct(), actor, clock.now()
    )
    for need in touchpoint.needs:
        yield from need(act)


def creating(record_name: str) -> Iterator[TouchPoint]:
    """Touch points by which a person makes such a record."""
    model = records.model_named(record_name)
    for touchpoint in catalogue().values():
        if touchpoint.creates is model and not touchpoint.automatic:
            yield touchpoint
