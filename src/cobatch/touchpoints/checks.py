"""Start-up checks of the catalogue: a mistake in a declaration never reaches a user."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from cobatch.kernel.roles import ROLES_OF
from cobatch.kernel.sides import Side
from cobatch.network.tenancy import guarded_models
from cobatch.touchpoints.declare import TouchPoint, catalogue
from cobatch.touchpoints.flow import Flow, Wait, flow_of, flows


@register()
def check_catalogue(**_options: Any) -> list[CheckMessage]:
    """All findings about touch points, flows and tables."""
    findings = [*_touchpoint_findings(), *_flow_findings(), *_table_findings()]
    return [Error(text, id="cobatch.E001") for text in findings]


def _touchpoint_findings() -> Iterator[str]:
    for touchpoint in catalogue().values():
        yield from _roles_findings(touchpoint)
        if bool(touchpoint.sign) != bool(touchpoint.signs):
            yield f"{touchpoint.code}: sign and signs go together"
        if touchpoint.automatic and (touchpoint.sign or touchpoint.roles or touchpoint.side is Side.AUTO):
            yield f"{touchpoint.code}: an automatic act has a side, and neither roles nor a signature"
        for move in touchpoint.moves:
            flow = flow_of(move.record)
            known = {str(state) for state in flow.states} | {""} if flow else set()
            if unknown := (move.sources | move.targets) - known:
                yield f"{touchpoint.code}: unknown states of {move.record}: {sorted(unknown)}"


def _roles_findings(touchpoint: TouchPoint) -> Iterator[str]:
    if touchpoint.automatic:
        return
    if not touchpoint.roles:
        yield f"{touchpoint.code}: names no role"
    sides = [Side.SPONSOR, Side.CMO] if touchpoint.by is Side.EITHER else [touchpoint.by]
    known = frozenset().union(*(ROLES_OF[side] for side in sides))
    if wrong := set(touchpoint.roles) - known:
        yield f"{touchpoint.code}: {sorted(wrong)} are not roles of its side"


def _flow_findings() -> Iterator[str]:
    for flow in flows():
        states = {str(state) for state in flow.states}
        places = [set(map(str, flow.waits)), set(map(str, flow.rests)), set(map(str, flow.ends))]
        if set().union(*places) != states or sum(map(len, places)) != len(states):
            yield f"{flow.record}: every state is exactly one of waits, rests, ends"
        yield from _exit_findings(flow)
        for state in flow.waits:
            for wait in flow.waits_in(state):
                yield from _wait_findings(flow, str(state), wait)


def _exit_findings(flow: Flow) -> Iterator[str]:
    """A live state that the product enters must have a way out."""
    entered = {
        target
        for tp in catalogue().values()
        for m in tp.moves
        if m.record == flow.record
        for target in m.targets
    }
    left = {
        source
        for tp in catalogue().values()
        for m in tp.moves
        if m.record == flow.record
        for source in m.sources
    }
    for state in sorted(entered - left - set(map(str, flow.ends | flow.lasting))):
        yield f"{flow.record}: {state} is entered and has no exit"


def _wait_findings(flow: Flow, state: str, wait: Wait) -> Iterator[str]:
    touchpoint = catalogue().get(wait.code)
    if touchpoint is None:
        yield f"{flow.record}: in {state} {wait.code} is waited for, which does not exist"
        return
    if isinstance(wait.on, Side) and touchpoint.by not in (wait.on, Side.EITHER):
        yield f"{flow.record}: in {state} the {wait.on} is waited on for {wait.code}, which is not its act"
    sources = touchpoint.sources().get(flow.record)
    if sources is not None and state not in sources:
        yield f"{flow.record}: {wait.code} cannot be done in {state}"


def _table_findings() -> Iterator[str]:
    for model in guarded_models():
        if getattr(model, "tenancy", None) is None:
            yield f"{model.__name__} does not say whose rows it holds"
