"""A real mail server, and workers that look at the tests' database."""

import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from itertools import count
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller

from cobatch.inbox.transport import settings_for
from cobatch.inbox.work import drain
from cobatch.kernel.roles import Role
from tests.setups.orders import ready_to_order

_numbers = count(700)


class Mailbox:
    """Takes mail like a mail server does, and refuses the addresses it is told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(mail)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]

    @property
    def addresses(self) -> list[str]:
        return sorted(mail["To"] for mail in self.mails)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """The mail server of EMAIL_URL."""
    box = Mailbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    for name, value in settings_for(f"smtp://127.0.0.1:{port}", Path()).items():
        setattr(settings, name, value)
    yield box
    controller.stop()


class Queue:
    """The job queue as the superuser sees it."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def work(self) -> None:
        drain()

    def hurry(self) -> None:
        """Let what waits for its next try be due now."""
        self.connection.execute("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")

    def jobs(self, name: str) -> list[tuple[str, int]]:
        """Status and attempts."""
        return self.connection.execute(
            "select status::text, attempts from procrastinate_jobs where task_name = %s order by id", [name]
        ).fetchall()

    def forget(self) -> None:
        self.connection.execute("delete from procrastinate_jobs where status = 'todo'")


@pytest.fixture
def queue(owner_connection) -> Queue:
    return Queue(owner_connection)


def shared_act(world) -> str:
    """Something of the relationship that needs no set-up; returns the id of its record."""
    number = f"HR-{next(_numbers)}"
    payload = {
        "sponsor_number": number, "cmo_number": f"SF-{number}", "name": "Tablets", "units_per_pack": 90,
        "order_multiple": "1000", "batch": {"value": "2000000", "unit": "H87"}, "shelf_life_months": 36,
        "expiry_basis": "first_mixing", "target_yield_percent": "98", "alert_low_percent": "96",
        "alert_high_percent": "101", "markets": ["US"],
    }  # fmt: skip
    world.act("parties.introduce_item", world.relationship, payload, world.sponsor.actor(Role.ADMINISTRATOR))
    return str(world.relationship.pk)


@pytest.fixture
def quiet_world(committed_world, queue):
    """A world in which orders can be issued, its own first mails out of the way."""
    ready_to_order(committed_world)
    queue.forget()
    return committed_world
