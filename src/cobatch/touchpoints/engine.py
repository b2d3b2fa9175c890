"""The one road: every act, whoever or whatever brings it, is performed here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from pydantic import BaseModel

from cobatch.documents.signing import SignatureInput, authenticate
from cobatch.kernel import clock
from cobatch.kernel.refusals import ActError, BadPayload, Refused
from cobatch.network.actors import Actor
from cobatch.network.tenancy import choose
from cobatch.touchpoints import attempts, performing, preconditions, records
from cobatch.touchpoints.declare import TouchPoint, touchpoint_named
from cobatch.touchpoints.models import Act
from cobatch.touchpoints.schemas import loose_digest
from cobatch.touchpoints.writing import write

TRIES = 4
TRY_AGAIN = {"40P01", "40001", "55P03"}  # deadlock, serialisation, lock not available
TAKEN = {"23505", "23P01"}  # unique and exclusion violation
TOO_LARGE = {"22003", "22001"}  # number out of range, text too long


@dataclass(frozen=True)
class Request:
    """One wish to act, as it came in by page, API, file or clock."""

    code: str
    on: UUID
    actor: Actor
    key: str
    payload: Mapping[str, Any] | BaseModel = field(default_factory=dict)
    version: int | None = None  # the version the actor saw; None only for the clock and the engine itself
    signature: SignatureInput | None = None

    def digest(self, touchpoint: TouchPoint) -> str:
        """Tells whether the same key came with the same wish."""
        return loose_digest({"code": touchpoint.code, "on": self.on, "payload": _loose(self.payload)})


@dataclass(frozen=True)
class Outcome:
    """What came of it: the act's id and the answer in the API's format; `again` when the key was known."""

    act_id: UUID
    answer: dict[str, Any]
    again: bool = False
    revealed: dict[str, str] = field(default_factory=dict)  # shown once, never stored

    @property
    def record_id(self) -> UUID:
        """The record acted on, or created."""
        return UUID(self.answer["record"]["id"])


def perform(request: Request) -> Outcome:
    """Perform one touch point, or raise an ActError with every reason; a refused act changes nothing."""
    touchpoint = touchpoint_named(request.code)
    if request.signature and request.actor.person:
        authenticate(request.actor.person, request.signature)
    try:
        return _with_retries(touchpoint, request)
    except Refused as refused:
        attempts.remember(touchpoint, request.on, request.actor, refused)
        raise


def _with_retries(touchpoint: TouchPoint, request: Request) -> Outcome:
    for left in range(TRIES - 1, -1, -1):
        try:
            with transaction.atomic(durable=True):
                choose(request.actor.organisation_id)
                return _perform(touchpoint, request, again=left < TRIES - 1)
        except DatabaseError as error:
            _raise_unless_worth_another_try(error, left)
    raise AssertionError("unreachable")


def _raise_unless_worth_another_try(error: DatabaseError, left: int) -> None:
    """What two requests at the same instant do to each other is tried again; the rest is said or raised."""
    state = getattr(error.__cause__, "sqlstate", "")
    if state in TOO_LARGE:
        raise BadPayload(preconditions.value_out_of_range()) from None
    if state in TAKEN and not left:
        raise Refused(preconditions.value_taken()) from None
    if state not in TAKEN | TRY_AGAIN or not left:
        raise error


def _perform(touchpoint: TouchPoint, request: Request, *, again: bool) -> Outcome:
    """Most keys are new, so the act is tried first; whatever refuses it, a known key gets its stored answer."""
    if again and (known := _known(touchpoint, request)):
        return known
    try:
        return _try(touchpoint, request, clock.now())
    except ActError:
        if known := _known(touchpoint, request):
            return known
        raise


def _try(touchpoint: TouchPoint, request: Request, now: datetime) -> Outcome:
    root = records.read(touchpoint.on, request.on, lock=locks(touchpoint))
    performance = performing.begin(touchpoint, root, request.payload, request.actor, now)
    performance.check(request.version, request.signature)
    performance.key, performance.request_digest = request.key, request.digest(touchpoint)
    performing.carry_out(performance)
    act = write(performance)
    return Outcome(act.id, act.answer, revealed=performance.context.revealed)


def _known(touchpoint: TouchPoint, request: Request) -> Outcome | None:
    row = (
        Act.objects.filter(organisation_id=request.actor.organisation_id, key=request.key)
        .values_list("id", "answer", "request_digest")
        .first()
    )
    if row is None:
        return None
    if row[2] != request.digest(touchpoint):
        raise Refused(preconditions.key_reused())
    return Outcome(row[0], row[1], again=True)


def locks(touchpoint: TouchPoint) -> bool:
    """A new root under a relationship needs no lock on it: uniqueness is the database's, and orders may be
    issued side by side. Any other root is locked."""
    return not (touchpoint.creates is not None and touchpoint.on._meta.label == "network.Relationship")


def _loose(payload: Mapping[str, Any] | BaseModel) -> Any:
    return payload.model_dump(mode="json") if isinstance(payload, BaseModel) else payload
