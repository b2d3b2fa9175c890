"""Every touch point that people or systems perform, as an operation."""

import inspect
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse

from cobatch.api.answers import answer
from cobatch.api.endpoints import ACT_PROBLEMS, Endpoint
from cobatch.api.incoming import SIGNATURE, body_of, preconditions, record_id, signature_in
from cobatch.api.naming import act_path, operation_id
from cobatch.api.tokens import actor_on
from cobatch.touchpoints import records
from cobatch.touchpoints.declare import TouchPoint, catalogue
from cobatch.touchpoints.engine import Request, perform


def performed() -> Iterator[TouchPoint]:
    """Touch points with an operation: all that the engine does not perform by itself."""
    for touchpoint in catalogue().values():
        if touchpoint.automatic:
            continue
        if touchpoint.sign and SIGNATURE in touchpoint.takes.model_fields:
            raise LookupError(f"{touchpoint.code} is signed: its payload has no field “{SIGNATURE}”")
        yield touchpoint


def endpoints() -> Iterator[Endpoint]:
    """One operation for each of them."""
    for touchpoint in performed():
        yield Endpoint(
            method="POST",
            path=act_path(touchpoint),
            view=view_of(touchpoint),
            name=operation_id(touchpoint),
            title=str(touchpoint.title),
            doc=inspect.cleandoc(touchpoint.doc),
            tag=touchpoint.step,
            answers="ActAnswer",
            problems=ACT_PROBLEMS,
            of=records.name_of(touchpoint.on),
            extra={"touchpoint": touchpoint},
        )


def view_of(touchpoint: TouchPoint) -> Callable[[HttpRequest, str], HttpResponse]:
    """The view that performs one touch point."""

    def act(request: HttpRequest, id: str) -> HttpResponse:
        key, version = preconditions(request)
        payload = body_of(request)
        signature = signature_in(touchpoint, payload)
        outcome = perform(
            Request(
                code=touchpoint.code,
                on=record_id(id),
                actor=actor_on(request),
                key=key,
                payload=payload,
                version=version,
                signature=signature,
            )
        )
        body = outcome.answer | ({"revealed": outcome.revealed} if outcome.revealed else {})
        return answer(body, version=outcome.answer["record"]["version"])

    return act
