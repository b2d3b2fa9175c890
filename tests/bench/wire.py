"""Calling the running servers: acts over the API with a person's token, pages with a person's session."""

import http.client
import json
import re
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from tests.bench.meters import cpu_ms
from tests.bench.stage import HOST, Stage
from tests.world import PASSWORD

_keys = count()
OK, FORBIDDEN = 200, 403
IDLE = 5.0


@dataclass
class Answer:
    """What came back, and what it cost."""

    status: int
    body: bytes
    ms: float
    web_ms: float = 0.0
    database_ms: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """The body as data."""
        return json.loads(self.body)


class Line:
    """One kept connection. Not shared between threads."""

    def __init__(self, stage: Stage, headers: dict[str, str] | None = None, metered: bool = False) -> None:
        self._stage, self._metered = stage, metered
        self.headers = headers or {}
        self._open()

    def _open(self) -> None:
        """The server ends a connection that says nothing for a while; a new one then replaces it unmeasured."""
        self._connection = http.client.HTTPConnection(HOST, self._stage.port, timeout=60)
        self._connection.connect()
        self._used = time.monotonic()

    def call(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request; processor time is read before and after when the line is metered."""
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        if time.monotonic() - self._used > IDLE:
            self._connection.close()
            self._open()
        before = self._meters()
        began = time.perf_counter()
        self._connection.request(method, path, body, sent)
        response = self._connection.getresponse()
        content = response.read()
        took = (time.perf_counter() - began) * 1000
        after = self._meters()
        if response.will_close:
            self._connection.close()
            self._open()
        self._used = time.monotonic()
        known = {name.lower(): value for name, value in response.getheaders()}
        known["set-cookie"] = "\n".join(response.headers.get_all("Set-Cookie", []))
        return Answer(response.status, content, took, after[0] - before[0], after[1] - before[1], known)

    def _meters(self) -> tuple[float, float]:
        return (cpu_ms(self._stage.web), cpu_ms(self._stage.database)) if self._metered else (0.0, 0.0)

    def act(self, path: str, payload: Any, version: int = 1) -> Answer:
        """Perform a touch point."""
        body = json.dumps(payload, default=str).encode()
        return self.call(
            "POST", f"/api/v1{path}", body, Content_Type="application/json",
            Idempotency_Key=f"bench-{next(_keys):010d}", If_Match=f'"{version}"',
        )  # fmt: skip


def bearer(token: str) -> dict[str, str]:
    """The header that a system sends."""
    return {"Authorization": f"Bearer {token}"}


def signed_in(stage: Stage, email: str) -> dict[str, str]:
    """Sign in as people do; returns the cookies."""
    line = Line(stage)
    page = line.call("GET", "/accounts/login/")
    cookies = _cookies(page)
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page.body)
    if token is None:
        raise LookupError("the sign-in page has no form")
    form = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token[1].decode()}
    answer = line.call(
        "POST", "/accounts/login/", urlencode(form).encode(), Cookie=cookies,
        Content_Type="application/x-www-form-urlencoded",
    )  # fmt: skip
    if "sessionid" not in answer.headers["set-cookie"]:
        raise LookupError(f"{email} could not sign in: {answer.status}")
    return {"Cookie": "; ".join(filter(None, (cookies, _cookies(answer)))), "Host": f"localhost:{stage.port}"}


def _cookies(answer: Answer) -> str:
    return "; ".join(cookie.partition(";")[0] for cookie in answer.headers["set-cookie"].splitlines())


@dataclass
class Recorder:
    """Answers by touch point, kept while `keeping`; statements too while `counting`."""

    keeping: bool = False
    counting: bool = False
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    statements: dict[str, list[list[str]]] = field(default_factory=dict)


def path_of(code: str, on: UUID) -> str:
    """Where a touch point is performed."""
    step, _dot, verb = code.partition(".")
    return f"/{step}/{on}/{verb.replace('_', '-')}"
