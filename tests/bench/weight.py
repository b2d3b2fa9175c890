"""What a browser fetches for the order book, first with nothing in its cache and then once more."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import sync_playwright

from cobatch.conf.verification import find_browser
from tests.bench.stage import Stage
from tests.bench.table import Figure, Table

COLD_KB, COLD_REQUESTS, WARM_KB = 100, 8, 12
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
KILO = 1000


@dataclass
class Load:
    """Requests of one page view; what came from the browser's own cache costs no bytes."""

    urls: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)
    cached: set[str] = field(default_factory=set)

    def listen(self, session: Any) -> None:
        """Take note of everything that the browser reports."""
        session.on(
            "Network.requestWillBeSent", lambda e: self.urls.setdefault(e["requestId"], e["request"]["url"])
        )
        session.on("Network.requestServedFromCache", lambda e: self.cached.add(e["requestId"]))
        session.on("Network.responseReceived", self._response)
        session.on(
            "Network.loadingFinished",
            lambda e: self.sizes.__setitem__(e["requestId"], e["encodedDataLength"]),
        )

    def _response(self, event: Any) -> None:
        if event["response"].get("fromDiskCache"):
            self.cached.add(event["requestId"])

    @property
    def fetched(self) -> dict[str, float]:
        """Bytes by address, headers included, without the live stream and without what was cached."""
        return {
            url: self.sizes.get(pk, 0.0)
            for pk, url in self.urls.items()
            if pk not in self.cached and url.startswith("http") and "/live/" not in url
        }


def report(table: Table, stage: Stage, cookies: str) -> None:
    """Cold and warm; without Chromium one line says that this was left out."""
    chromium = find_browser()
    if not chromium:
        table.say("Page weight was not measured: there is no Chromium on this machine.")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context = browser.new_context()
        address = f"http://localhost:{stage.port}"
        context.add_cookies(
            [
                {"name": name, "value": value, "url": address}
                for name, _is, value in (each.partition("=") for each in cookies.split("; "))
            ]
        )
        cold, warm = (_view(context, f"{address}/orders/") for _time in range(2))
        browser.close()
    _say(table, "cold", cold, COLD_KB, COLD_REQUESTS)
    _say(table, "warm", warm, WARM_KB, None)


def _view(context: Any, address: str) -> Load:
    page, load = context.new_page(), Load()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    load.listen(session)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(500)
    if "/accounts/" in page.url:
        raise LookupError("the browser is not signed in")
    page.close()
    return load


def _say(table: Table, words: str, load: Load, most_kb: float, most_requests: float | None) -> None:
    parts = ", ".join(
        f"{url.rpartition('/static/')[2].partition('?')[0] if '/static/' in url else 'page'} {size / KILO:.1f}"
        for url, size in load.fetched.items()
    )
    total = sum(load.fetched.values()) / KILO
    table.add(Figure(f"Order book in Chromium, {words}", total, "kB", most_kb, note=parts))
    table.add(Figure(f"  requests, {words}", len(load.fetched), "", most_requests))
