"""The worker: jobs and clocks in one process, until asked to stop."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections
from procrastinate import App
from procrastinate.contrib.django import app as jobs
from procrastinate.periodic import PeriodicRegistry

from cobatch.inbox.transport import MAIL_QUEUE, can_send
from cobatch.touchpoints.clocks import run_due

CLOCK_TICK = 1.0
LAST_WORK = 5.0  # seconds that running jobs are given at the stop
PAUSES = (0.2, 1.0, 2.0, 5.0)
SETTLED = 30.0  # who has worked this long without a fault begins at the shortest pause again

log = logging.getLogger(__name__)


def run_worker(concurrency: int = 4) -> None:
    """Perform jobs and clocks until SIGTERM or SIGINT; a database that is away is waited for."""
    asyncio.run(_work(concurrency))


def drain() -> None:
    """Perform every job that is due now, and nothing periodic, then return."""
    asyncio.run(_perform_jobs(concurrency=1, wait=False))


async def _work(concurrency: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    tasks = [
        asyncio.create_task(_again_and_again("jobs", lambda: _perform_jobs(concurrency))),
        asyncio.create_task(_again_and_again("clocks", _run_clocks)),
    ]
    await stop.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _again_and_again(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Begin anew after every fault, with growing pauses: a restart of the database is no reason to end."""
    loop, faults = asyncio.get_running_loop(), 0
    while True:
        began = loop.time()
        try:
            await work()
            log.warning("The worker's %s stopped by themselves; beginning again.", name)
        except Exception:
            log.exception("The worker's %s failed; beginning again.", name)
        faults = 0 if loop.time() - began > SETTLED else faults + 1
        await asyncio.sleep(PAUSES[min(faults, len(PAUSES) - 1)])


async def _perform_jobs(concurrency: int, wait: bool = True) -> None:
    # An app of the worker's own: were the connector of `jobs` replaced, then what jobs and clocks defer
    # would no longer belong to their transactions.
    own: App = jobs.with_connector(jobs.connector.get_worker_connector())  # type: ignore[attr-defined]
    if not wait:
        own.periodic_registry = PeriodicRegistry()  # type: ignore[no-untyped-call]
    async with own.open_async():
        await own.run_worker_async(
            concurrency=concurrency,
            queues=_queues(),  # type: ignore[arg-type]
            wait=wait,
            listen_notify=wait,
            install_signal_handlers=False,
            shutdown_graceful_timeout=LAST_WORK,
            delete_jobs="successful",
        )


def _queues() -> list[str] | None:
    """All queues; without a mail server all but mail, which waits for a worker that has one."""
    if can_send():
        return None
    log.warning("EMAIL_URL is not set: mail stays in the queue until a worker is started with it.")
    return sorted({task.queue for task in jobs.tasks.values()} - {MAIL_QUEUE})


async def _run_clocks() -> None:
    """In one thread of its own, so that slow jobs never make a clock late."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, thread_name_prefix="clocks") as thread:
        while True:
            await loop.run_in_executor(thread, _tick)
            await asyncio.sleep(CLOCK_TICK)


def _tick() -> None:
    try:
        run_due()
    finally:
        close_old_connections()
