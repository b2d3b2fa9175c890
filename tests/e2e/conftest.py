"""A server of our own on the tests' database, and browsers signed in as people of the world."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from cobatch.conf import trial
from cobatch.conf.verification import find_browser
from tests import world as worlds
from tests.setups.orders import ready_to_order

# Playwright runs an event loop in this thread; Django's own calls here are nevertheless synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser, and one process for all."""
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture(scope="package")
def stage(
    django_db_setup: None, django_db_blocker: Any, database_superuser_url: str
) -> Iterator[worlds.World]:
    """A world that is really committed, for all end-to-end tests; everything is emptied at the end."""
    with django_db_blocker.unblock():
        trial.empty_all(database_superuser_url)
        made = worlds.build()
        ready_to_order(made)
        yield made
        trial.empty_all(database_superuser_url)
        worlds.forget()


@pytest.fixture(scope="package")
def address(stage: worlds.World, server_environment: dict[str, str]) -> Iterator[str]:
    """Where the server listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "granian", "--interface", "asginl", "--host", "127.0.0.1", "--port", str(port),
        "--http", "1", "--workers", "1", "--workers-kill-timeout", "3", "--log-level", "error",
        "cobatch.conf.asgi:application",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=server_environment, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{url}/healthy/")
        yield url
    finally:
        server.terminate()
        server.wait(20)


def _wait(url: str) -> None:
    for _attempt in range(200):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise TimeoutError(f"{url} gives no answer")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A window of its own for a person: `sign_in("buyer@hr.example")`."""
    contexts = []

    def window(email: str, **options: Any) -> Page:
        context = browser.new_context(
            base_url=address, viewport=options.pop("viewport", {"width": 1440, "height": 900}), **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto("/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", worlds.PASSWORD)
        page.click("form.login button[type=submit], main form button[type=submit], form button[type=submit]")
        page.wait_for_url(lambda url: "/accounts/" not in url)
        return page

    yield window
    for context in contexts:
        context.close()
