"""What must hold before an act: version, state, payload, guards; each reason in words with a stable code."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from cobatch.kernel.refusals import BadPayload, Refusal, Refused, Stale
from cobatch.touchpoints import records
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.declare import Guard, TouchPoint, objections_to, touchpoint_named
from cobatch.touchpoints.flow import flow_of, parts_of
from cobatch.touchpoints.models import Act
from cobatch.touchpoints.wording import reason_of


def key_reused() -> Refusal:
    """The same idempotency key came with another request."""
    return Refusal("key_reused", _("This key was used for another request."))


def value_out_of_range() -> Refusal:
    """A figure that no column can hold."""
    return Refusal("value_out_of_range", _("A figure is larger than can be kept."))


def value_taken() -> Refusal:
    """A number, name or address that must be unique and that the actor cannot see: nothing says whose it is."""
    return Refusal("value_taken", _("A number, name or address given here is taken already."))


def check_version(root: Any, seen: int | None) -> None:
    """Raises Stale, with what has changed, when the actor saw another version."""
    if seen is None or seen == root.version:
        return
    newer = (
        Act.objects.filter(root_id=root.pk, version__gt=seen)
        .order_by("at")
        .values_list("code", "at", "version")
    )
    raise Stale(
        [
            {"code": code, "title": str(touchpoint_named(code).said), "at": at, "version": version}
            for code, at, version in newer
        ]
    )


def check_state(touchpoint: TouchPoint, root: Any) -> None:
    """Raises Refused when no record stands in a state from which the act leads anywhere."""
    if not state_fits(touchpoint, root):
        raise Refused(state_refusal(touchpoint, root))


def state_fits(touchpoint: TouchPoint, root: Any) -> bool:
    """True when the act has something to move, or the root is in one of the states it is meant for."""
    own = records.name_of(root)
    if touchpoint.when and getattr(root, "state", "") not in touchpoint.when:
        return False
    sources = touchpoint.sources()
    if not sources:
        return True
    return any(_stands_in(root, own, record, states) for record, states in sources.items())


def _stands_in(root: Any, own: str, record: str, states: frozenset[str]) -> bool:
    if record == own:
        return root.state in states
    for flow in parts_of(type(root)):
        if flow.record == record:
            return flow.model._default_manager.filter(**{flow.root: root}, state__in=states).exists()
    return True  # a record of another root: the effect itself says which


def state_refusal(touchpoint: TouchPoint, root: Any) -> Refusal:
    """Why the state does not allow the act, naming the state when the root has one."""
    flow = flow_of(records.name_of(root))
    state = getattr(root, "state", "")
    if flow and state:
        words = {"act": touchpoint.title, "state": flow.words(state)}
        return Refusal("wrong_state", _("“%(act)s” is not possible while this is %(state)s.") % words)
    return Refusal("wrong_state", _("There is nothing left here for “%(act)s”.") % {"act": touchpoint.title})


def parse(touchpoint: TouchPoint, payload: Mapping[str, Any] | BaseModel) -> BaseModel:
    """The payload as its model. Raises BadPayload, field by field."""
    if isinstance(payload, touchpoint.takes):
        return payload
    try:
        return touchpoint.takes.model_validate(payload)
    except ValidationError as error:
        raise BadPayload([reason_of(each) for each in error.errors(include_url=False)]) from None


def check_guards(act: Context[Any, Any]) -> None:
    """Raises Refused with the reasons of all guards and of later steps together."""
    touchpoint = act.touchpoint
    guards: Iterable[Guard] = (*touchpoint.needs, *touchpoint.guards, *objections_to(touchpoint.code))
    reasons = [reason for guard in guards for reason in _reasons(guard, act)]
    if reasons:
        raise Refused(reasons)


def _reasons(guard: Guard, act: Context[Any, Any]) -> Iterator[Refusal]:
    yield from guard(act)
