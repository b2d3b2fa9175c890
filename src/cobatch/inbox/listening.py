"""One listening connection per process; what it hears goes to every open stream of the companies named."""

import asyncio
import json
import logging
from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import connections

CHANNEL = "cobatch"
TRY_AFTER = 20.0  # seconds of silence after which the connection is tried
PAUSES = (0.2, 1.0, 2.0, 5.0)
MOST = 500  # records a stream may be behind before it is told to read everything again

log = logging.getLogger(__name__)


class Subscriber:
    """One open stream. News of one record that nobody fetched yet is news once."""

    def __init__(self, organisation_id: object) -> None:
        self.organisation_id = str(organisation_id)
        self._roots: dict[str, None] = {}
        self._missed = False
        self._woken = asyncio.Event()

    def hear(self, root: str) -> None:
        """Something happened to a record."""
        self._roots[root] = None
        if len(self._roots) > MOST:
            self.miss()
        self._woken.set()

    def miss(self) -> None:
        """News may have been lost."""
        self._roots.clear()
        self._missed = True
        self._woken.set()

    async def news(self, patience: float) -> tuple[list[str], bool]:
        """Records with news, and whether more was missed; nothing after `patience` seconds of silence."""
        try:
            await asyncio.wait_for(self._woken.wait(), patience)
        except TimeoutError:
            return [], False
        found = list(self._roots), self._missed
        self._roots.clear()
        self._missed = False
        self._woken.clear()
        return found


class Listener:
    """Listens from the first subscriber on, and reconnects for as long as the process lives."""

    def __init__(self) -> None:
        self._subscribers: dict[str, set[Subscriber]] = {}
        self._listening = asyncio.Event()
        self._lost = False  # what happens from a loss until we listen again nobody hears
        self._task: asyncio.Task[None] | None = None

    async def join(self, organisation_id: object) -> Subscriber:
        """A subscriber that misses nothing committed from now on, as soon as the database can be reached."""
        subscriber = Subscriber(organisation_id)
        self._subscribers.setdefault(subscriber.organisation_id, set()).add(subscriber)
        if self._task is None:
            self._task = asyncio.create_task(self._listen_always(), name="cobatch listener")
        try:
            await asyncio.wait_for(self._listening.wait(), PAUSES[-1])
        except TimeoutError:
            subscriber.miss()
        except asyncio.CancelledError:
            self.leave(subscriber)
            raise
        return subscriber

    def leave(self, subscriber: Subscriber) -> None:
        """The stream has ended."""
        known = self._subscribers.get(subscriber.organisation_id, set())
        known.discard(subscriber)
        if not known:
            self._subscribers.pop(subscriber.organisation_id, None)

    @property
    def size(self) -> int:
        """How many streams are open."""
        return sum(map(len, self._subscribers.values()))

    async def _listen_always(self) -> None:
        faults = 0
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                faults = 0 if self._listening.is_set() else faults + 1
                self._lost = self._lost or self._listening.is_set()
                log.warning("The listening connection was lost: %s", error)
            self._listening.clear()
            await asyncio.sleep(PAUSES[min(faults, len(PAUSES) - 1)])

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(**_way_in(), autocommit=True) as connection:
            await connection.execute(f"listen {CHANNEL}")
            self._listening.set()
            if self._lost:
                for subscriber in self._all():
                    subscriber.miss()
            self._lost = False
            while True:
                async for notice in connection.notifies(timeout=TRY_AFTER):
                    self._spread(notice.payload)
                await connection.execute("select 1")

    def _spread(self, payload: str) -> None:
        heard = json.loads(payload)
        for side in {side for side in heard["sides"] if side}:
            for subscriber in self._subscribers.get(side, ()):
                subscriber.hear(heard["root"])

    def _all(self) -> Iterable[Subscriber]:
        return [one for group in self._subscribers.values() for one in group]


def _way_in() -> dict[str, Any]:
    """Django's own way in, outside its pool: this connection is held for good."""
    known = connections["default"].get_connection_params()
    return {key: value for key, value in known.items() if key not in ("cursor_factory", "context")}


_LISTENERS: WeakKeyDictionary[asyncio.AbstractEventLoop, Listener] = WeakKeyDictionary()


def listener() -> Listener:
    """The listener of this process; its connection belongs to the running loop."""
    return _LISTENERS.setdefault(asyncio.get_running_loop(), Listener())
