"""The live stream: ids of records in which something happened. The page fetches them under its own rights."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from importlib import import_module
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    StreamingHttpResponse,
)

from cobatch.inbox.listening import Subscriber, listener
from cobatch.inbox.queries import count_on_me
from cobatch.network.models import Person
from cobatch.network.tenancy import as_organisation

HEARTBEAT = 15.0
LOOK_AGAIN = 1.0
BACK_AFTER = 2000  # milliseconds after which a browser that lost the stream opens it again


@dataclass(frozen=True)
class Standing:
    """Who the session belongs to at this moment, and how much waits on them."""

    organisation_id: UUID
    count: int


async def stream(request: HttpRequest) -> HttpResponseBase:
    """Events `act` {"root": id}, `count` (of my waits), `missed` (read all again), `gone` (signed out)."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    key = request.session.session_key
    standing = await _standing(key)
    if standing is None:
        return HttpResponse(status=401)
    response = StreamingHttpResponse(
        _events(key, standing, back="Last-Event-ID" in request.headers), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-cache, no-transform"
    response["X-Accel-Buffering"] = "no"
    # Said here, it is not compressed: events of a few bytes would only wait for each other.
    response["Content-Encoding"] = "identity"
    return response


async def _events(key: str | None, standing: Standing, back: bool) -> AsyncIterator[bytes]:
    subscriber = await listener().join(standing.organisation_id)
    try:
        if back:
            subscriber.miss()
        # The id says nothing but that this browser has listened before.
        yield f"retry: {BACK_AFTER}\nid: 1\n".encode() + _event("count", standing.count)
        async for event in _news(subscriber, key, standing):
            yield event
    finally:
        listener().leave(subscriber)


async def _news(subscriber: Subscriber, key: str | None, was: Standing) -> AsyncIterator[bytes]:
    """Ids leave at once; the session and the count are read after them, but not for each act of a burst."""
    clock = asyncio.get_running_loop().time
    looked, busy = clock(), False
    while True:
        pause = LOOK_AGAIN if busy else HEARTBEAT
        roots, missed = await subscriber.news(max(0.0, looked + pause - clock()))
        if roots or missed:
            yield b"".join([_event("act", {"root": root}) for root in roots]) + _event("missed") * missed
            busy = True
        if clock() < looked + (LOOK_AGAIN if busy else HEARTBEAT):
            continue
        now = await _standing(key)
        if now is None or now.organisation_id != was.organisation_id:
            yield _event("gone")
            return
        yield _event("count", now.count) if now.count != was.count else b": still here\n\n"
        was, looked, busy = now, clock(), False


def _event(name: str, data: object = None) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


@sync_to_async
def _standing(session_key: str | None) -> Standing | None:
    """Read from the session anew each time: signing out and being deactivated end the stream."""
    try:
        person = _person_of(session_key)
        if person is None:
            return None
        with as_organisation(person.organisation_id):
            return Standing(person.organisation_id, count_on_me(person))
    finally:
        # Else every open stream would keep a connection of the pool.
        close_old_connections()


def _person_of(session_key: str | None) -> Person | None:
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    person = get_user(request)
    return person if isinstance(person, Person) else None
