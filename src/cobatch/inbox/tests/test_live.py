"""The live stream over a real ASGI server, and over Django's own handler."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from cobatch.inbox import live
from cobatch.inbox.tests.conftest import shared_act
from cobatch.kernel.roles import Role

pytestmark = pytest.mark.commits


def signed_in(person):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session["_auth_user_backend"] = "cobatch.network.signin.Backend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session


def request_of(session, **headers):
    request = RequestFactory().get("/live/", headers=headers)
    request.session = session
    return request


async def opened(session, **headers):
    response = await live.stream(request_of(session, **headers))
    assert response.status_code == 200
    return response, aiter(response.streaming_content)


async def until(events, word, patience=3.0):
    """Everything up to the first chunk with this word in it."""
    found = b""
    async with asyncio.timeout(patience):
        while word not in found:
            found += await anext(events)
    return found.decode()


def test_the_other_company_hears_ids_and_the_count_of_its_waits(quiet_world):
    world = quiet_world
    session = signed_in(world.cmo.actor(Role.CUSTOMER_SERVICE).person)

    async def story():
        response, events = await opened(session)
        assert response["Cache-Control"] == "no-cache, no-transform"
        assert response["X-Accel-Buffering"] == "no"
        assert response["Content-Type"] == "text/event-stream"
        assert "event: count\ndata: 0\n\n" in await until(events, b"count")
        order = await sync_to_async(world.issue_order)()
        text = await until(events, b"act", 1.0)
        assert text == f"event: act\ndata: {json.dumps({'root': str(order)})}\n\n"
        assert await until(events, b"count", 2.0) == "event: count\ndata: 1\n\n"
        await events.aclose()

    asyncio.run(story())


def test_a_stranger_hears_nothing(committed_world, monkeypatch):
    monkeypatch.setattr(live, "HEARTBEAT", 0.3)
    world = committed_world
    session = signed_in(world.other_sponsor.actor(Role.BUYER).person)

    async def story():
        _, events = await opened(session)
        await until(events, b"count")
        await sync_to_async(shared_act)(world)
        assert await until(events, b"still here") == ": still here\n\n"
        await events.aclose()

    asyncio.run(story())


@pytest.mark.parametrize("how", ["deactivated", "signed out", "password changed"])
def test_the_stream_ends_with_the_session(committed_world, monkeypatch, how):
    monkeypatch.setattr(live, "HEARTBEAT", 0.2)
    world = committed_world
    person = world.cmo.actor(Role.WAREHOUSE).person
    session = signed_in(person)
    ends = {
        "deactivated": lambda: world.act(
            "parties.deactivate_person", world.cmo.organisation.id, {"person": person.pk, "reason": "left"},
            world.cmo.actor(Role.ADMINISTRATOR),
        ),
        "signed out": session.delete,
        "password changed": lambda: change_password(person),
    }  # fmt: skip

    async def story():
        _, events = await opened(session)
        await until(events, b"count")
        await sync_to_async(ends[how])()
        await until(events, b"event: gone")
        with pytest.raises(StopAsyncIteration):
            await anext(events)

    asyncio.run(story())


def test_a_burst_of_acts_is_followed_by_one_look_at_the_session(quiet_world, monkeypatch):
    world = quiet_world
    session = signed_in(world.cmo.actor(Role.CUSTOMER_SERVICE).person)
    looks = []
    look = live._standing

    async def counted(key):
        looks.append(key)
        return await look(key)

    monkeypatch.setattr(live, "_standing", counted)

    async def story():
        _, events = await opened(session)
        await until(events, b"count")
        reader = asyncio.create_task(until(events, b"count"))
        for number in range(5):
            await sync_to_async(world.issue_order)(number=f"45000020{number:02d}")
        text = await reader
        assert text.count("event: act") == 5
        assert text.endswith("data: 5\n\n")
        assert len(looks) == 2
        await events.aclose()

    asyncio.run(story())


def change_password(person):
    person.set_password("another long phrase")
    person.save(update_fields=["password"])


def test_a_browser_that_comes_back_is_told_to_read_all_again(committed_world):
    session = signed_in(committed_world.cmo.actor(Role.WAREHOUSE).person)

    async def story():
        _, events = await opened(session, last_event_id="1")
        await until(events, b"event: missed")
        await events.aclose()

    asyncio.run(story())


def test_logged_out_there_is_no_stream(transactional_db):
    assert asyncio.run(live.stream(request_of(SessionStore()))).status_code == 401


def test_other_methods_are_refused():
    request = RequestFactory().post("/live/")
    assert asyncio.run(live.stream(request)).status_code == 405
