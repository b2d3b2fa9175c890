"""The live stream as browsers get it: through a real server, the real middleware and real sessions."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress

import pytest

from cobatch.inbox.tests.conftest import free_port, shared_act
from cobatch.inbox.tests.test_live import signed_in
from cobatch.kernel.roles import Role

pytestmark = [pytest.mark.commits, pytest.mark.timeout(180)]
STREAMS = 12  # more than the server's pool has connections


@contextmanager
def serving(environment):
    port = free_port()
    arguments = ["--interface", "asginl", "--host", "127.0.0.1", "--port", str(port), "--http", "1"]
    arguments += ["--workers-kill-timeout", "3", "--log-level", "warning", "cobatch.conf.asgi:application"]
    path = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *arguments], env=environment | path, start_new_session=True
    )
    try:
        _until_it_answers(port)
        yield port
        server.terminate()
        server.wait(10)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _until_it_answers(port):
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/healthy/")
            return connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("the server gives no answer")


class Stream:
    """One browser tab."""

    def __init__(self, port, person, path="/live/"):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        cookie = f"sessionid={signed_in(person).session_key}" if person else ""
        self.connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip, br"})
        self.response = self.connection.getresponse()

    def until(self, word):
        """Lines up to and with the one that holds this word."""
        lines = []
        while not lines or word not in lines[-1]:
            line = self.response.readline()
            assert line, lines
            lines.append(line.decode())
        return lines

    def close(self):
        self.connection.close()


def test_open_streams_hear_and_hold_no_connection_of_the_pool(committed_world, server_environment):
    world = committed_world
    servant, stranger = (
        world.cmo.actor(Role.CUSTOMER_SERVICE).person,
        world.other_sponsor.actor(Role.BUYER).person,
    )
    with serving(server_environment | {"COBATCH_POOL": "4"}) as port, ExitStack() as tabs:
        streams = [tabs.enter_context(closed(Stream(port, servant))) for _ in range(STREAMS)]
        others = tabs.enter_context(closed(Stream(port, stranger)))
        for stream in [*streams, others]:
            assert stream.response.status == 200
            assert stream.response.headers["Content-Type"] == "text/event-stream"
            assert stream.response.headers["Content-Encoding"] == "identity"
            stream.until("data: 0")
        record = shared_act(world)
        committed = time.monotonic()
        for stream in streams:
            assert json.dumps({"root": record}) in stream.until("data: {")[-1]
        assert time.monotonic() - committed < 1
        assert tabs.enter_context(closed(Stream(port, servant, "/healthy/"))).response.status == 200
        others.connection.sock.settimeout(0.5)
        with pytest.raises(TimeoutError):
            others.until("data: {")
        assert tabs.enter_context(closed(Stream(port, None))).response.status in (302, 401)


@contextmanager
def closed(stream):
    try:
        yield stream
    finally:
        stream.close()
