"""The worker as its own process: jobs, clocks, a database that goes away, a clean end."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connections
from procrastinate.contrib.django import app

from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.network.tenancy import as_organisation
from cobatch.touchpoints.models import Due

pytestmark = [pytest.mark.commits, pytest.mark.timeout(180)]
HOLDERS = ["customer_service@sf.example"]
# The child reads EMAIL_URL itself, in whatever way the settings do.
CHILD = """
import django
django.setup()
from django.conf import settings
from cobatch.inbox.transport import settings_for
for name, value in settings_for(settings.EMAIL_URL, settings.COBATCH_DATA).items():
    setattr(settings, name, value)
from cobatch.inbox.work import run_worker
run_worker(2)
"""


@contextmanager
def working(environment, mailbox, settings):
    """A worker process; on leaving it must end by itself when asked."""
    extra = {
        "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
        "DJANGO_SETTINGS_MODULE": "cobatch.conf.settings",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    child = subprocess.Popen([sys.executable, "-c", CHILD], env=environment | extra)
    try:
        yield child
        child.send_signal(signal.SIGTERM)
        assert child.wait(10) == 0
    finally:
        child.kill()
        child.wait()


def eventually(check, patience=20.0):
    give_up = time.monotonic() + patience
    while time.monotonic() < give_up:
        if found := check():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@contextmanager
def database_away(superuser_url, name):
    """Nobody gets in, and whoever is in is thrown out: what a restart of the server looks like."""
    with psycopg.connect(superuser_url.replace(f"/{name}?", "/postgres?"), autocommit=True) as admin:
        admin.execute(f'alter database "{name}" allow_connections false')
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
        try:
            yield
        finally:
            admin.execute(f'alter database "{name}" allow_connections true')
    connections.close_all()


def start_clock(world, order):
    """A clock that has run out, for an automatic act on the order."""
    with as_organisation(world.sponsor.organisation.id):
        return Due.objects.create(
            relationship=world.relationship, sponsor=world.sponsor.organisation, cmo=world.cmo.organisation,
            organisation=world.sponsor.organisation, when=clock.now(), code="orders.confirm", root_type="order",
            root_id=order,
        )  # fmt: skip


def test_a_worker_mails_keeps_the_clocks_and_outlives_a_restart_of_the_database(
    quiet_world, mailbox, settings, server_environment, database_superuser_url, database_name
):
    world = quiet_world
    with working(server_environment, mailbox, settings):
        order = world.issue_order(number="4500000001")
        eventually(lambda: mailbox.addresses == HOLDERS)
        due = start_clock(world, order)
        eventually(lambda: world.rows(Due, pk=due.pk, done_at__isnull=False), 5)

        with database_away(database_superuser_url, database_name):
            time.sleep(2)
        again = world.issue_order(number="4500000002")
        eventually(lambda: len(mailbox.mails) == 2)
        due = start_clock(world, again)
        eventually(lambda: world.rows(Due, pk=due.pk, done_at__isnull=False))


def test_what_a_killed_worker_had_begun_is_begun_again(quiet_world, mailbox, queue, owner_connection):
    quiet_world.issue_order()
    owner_connection.execute(
        """with dead as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')
           returning id)
           update procrastinate_jobs set status = 'doing', worker_id = (select id from dead)
           where task_name = 'inbox.tell'"""
    )
    queue.work()
    assert mailbox.mails == []
    app.configure_task("inbox.recover").defer(timestamp=0)
    queue.work()
    queue.work()
    assert mailbox.to(f"{Role.CUSTOMER_SERVICE}@sf.example")
    assert queue.jobs("inbox.tell") == []
