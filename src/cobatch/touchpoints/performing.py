"""One act under way: checks in the engine's order, then the effect, then what it brings about."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from cobatch.documents.signing import Manifestation, SignatureInput, manifest
from cobatch.kernel.canonical import digest
from cobatch.kernel.refusals import BadPayload, NotYours, Refused, SignatureNeeded
from cobatch.kernel.sides import Side
from cobatch.network.actors import Actor
from cobatch.touchpoints import permission, preconditions, records
from cobatch.touchpoints.context import Context, Perform
from cobatch.touchpoints.declare import TouchPoint, reactions_to, touchpoint_named
from cobatch.touchpoints.facts import Fact
from cobatch.touchpoints.flush import flush

DEPTH = 5


@dataclass
class Performance:
    """One act and, once carried out, the automatic acts that followed from it."""

    context: Context[Any, Any]
    raw: Mapping[str, Any] | BaseModel
    cause: "Performance | None" = None
    depth: int = 0
    key: str = ""
    request_digest: str = ""
    signature: Manifestation | None = None
    signed_hash: str = ""
    version: int = 0  # of the root, when this act had been carried out
    followed: list["Performance"] = field(default_factory=list)
    roots: dict[Any, Any] = field(default_factory=dict)  # locked roots of the whole transaction, by id

    @property
    def id(self) -> UUID:
        """The act's id."""
        return self.context.act_id

    @property
    def touchpoint(self) -> TouchPoint:
        """What is performed."""
        return self.context.touchpoint

    @property
    def root(self) -> Any:
        """The record the act counts for: the one it made, else the one it is on."""
        return self.context.made if self.context.made is not None else self.context.on

    def check(self, version: int | None, signature: SignatureInput | None) -> None:
        """Steps 6 to 11 of the engine, for an act that a person or a system asks for."""
        touchpoint, act = self.touchpoint, self.context
        if not permission.is_this_sides_act(touchpoint, act.on, act.actor):
            raise NotYours
        if missing := list(permission.missing_role(touchpoint, act.actor)):
            raise Refused(missing)
        preconditions.check_version(act.on, version)
        preconditions.check_state(touchpoint, act.on)
        act.payload = preconditions.parse(touchpoint, self.raw)
        if beyond := list(permission.missing_authority(touchpoint, act.on, act.payload, act.actor)):
            raise Refused(beyond)
        preconditions.check_guards(act)
        if touchpoint.sign:
            self._check_signature(signature)

    def check_automatic(self) -> None:
        """The same for an act of the engine itself: no role, no version, no signature, but every guard."""
        preconditions.check_state(self.touchpoint, self.context.on)
        self.context.payload = preconditions.parse(self.touchpoint, self.raw)
        preconditions.check_guards(self.context)

    def _check_signature(self, given: SignatureInput | None) -> None:
        act, meaning = self.context, self.touchpoint.sign
        challenge = challenge_of(self.touchpoint, act.on, act.payload)
        if not act.actor.can_sign or act.actor.person is None or meaning is None:
            raise SignatureNeeded(challenge)
        if given is None or given.hash != challenge["hash"]:
            raise SignatureNeeded(challenge)
        self.signature = manifest(act.actor.person, str(meaning), act.now)
        self.signed_hash = given.hash


def challenge_of(touchpoint: TouchPoint, on: Any, payload: Any) -> dict[str, Any]:
    """What the signer is shown: the record as JSON, its hash, and what the signature will mean."""
    if touchpoint.signs is None or touchpoint.sign is None:
        raise LookupError(f"{touchpoint.code} is not signed")
    shown = touchpoint.signs(on, payload)
    return {
        "hash": digest(shown),
        "meaning": str(touchpoint.sign),
        "text": f"{touchpoint.title} · {touchpoint.sign.label}",
        "record": shown,
    }


def begin(
    touchpoint: TouchPoint, root: Any, payload: Mapping[str, Any] | BaseModel, actor: Actor, now: datetime
) -> Performance:
    """A performance on a root that is read and locked."""
    context: Context[Any, Any] = Context(touchpoint, root, touchpoint.takes.model_construct(), actor, now)
    return Performance(context, payload, roots={root.pk: root})


def carry_out(performance: Performance) -> None:
    """Run the effect and then, breadth first, everything that reacts to its facts."""
    waiting: deque[Performance] = deque([performance])
    while waiting:
        current = waiting.popleft()
        facts = list(current.touchpoint.effect(current.context))
        flush(current.context)
        current.version = current.root.version
        if current.context.made is not None:
            current.roots[current.context.made.pk] = current.context.made
        for wish in _wishes(facts, current):
            follower = _follow(wish, current)
            performance.followed.append(follower)
            waiting.append(follower)


def _wishes(facts: list[Fact], current: Performance) -> list[Perform]:
    return [
        wish for fact in facts for reaction in reactions_to(fact) for wish in reaction(fact, current.context)
    ]


def _follow(wish: Perform, cause: Performance) -> Performance:
    if cause.depth >= DEPTH:
        raise LookupError(f"{wish.code} follows from too long a chain of acts")
    touchpoint = touchpoint_named(wish.code)
    pk = getattr(wish.on, "pk", wish.on)
    root = cause.roots.get(pk)
    if root is None:
        root = cause.roots[pk] = records.read(touchpoint.on, pk, lock=True)
    actor = _engine_on(touchpoint.side, root, cause.context.actor)
    follower = begin(touchpoint, root, wish.payload or {}, actor, cause.context.now)
    follower.roots, follower.cause, follower.depth = cause.roots, cause, cause.depth + 1
    follower.key = digest({"cause": cause.id, "code": wish.code, "record": pk})
    try:
        follower.check_automatic()
    except BadPayload as error:
        raise Refused(error.reasons) from error
    return follower


def _engine_on(side: Side, root: Any, actor: Actor) -> Actor:
    relationship = getattr(root, "relationship", None)
    if relationship is None or side in (Side.EITHER, Side.AUTO):
        return Actor(actor.organisation, source="engine")
    return Actor(relationship.organisation_on(side), source="engine")
