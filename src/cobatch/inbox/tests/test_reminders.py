"""Reminders at half of the term, past due and long past due: each once."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections

from cobatch.inbox.models import Reminder
from cobatch.inbox.reminders import remind
from cobatch.touchpoints.models import Waiting

pytestmark = pytest.mark.commits
HOLDERS = ["customer_service@sf.example"]


def wait_of(world, order):
    [wait] = world.rows(Waiting, root_id=order, ended_at=None)
    return wait


def test_reminders_leave_once_per_stage(quiet_world, mailbox, queue):
    world = quiet_world
    wait = wait_of(world, world.issue_order())
    queue.forget()
    term = wait.due - wait.since
    expected = {0.4: 0, 0.6: 1, 0.7: 0, 1.01: 1, 1.4: 0, 1.6: 1, 3: 0}
    for part, count in expected.items():
        assert remind(wait.since + part * term) == count, part
    queue.work()

    subjects = sorted((mail["To"], mail["Subject"].strip().partition(":")[0]) for mail in mailbox.mails)
    assert subjects == [
        ("admin@sf.example", "Long overdue"),
        *[(HOLDERS[0], "Half of the time is over"), (HOLDERS[0], "Overdue")],
    ]
    assert len(world.rows(Reminder, wait=wait.pk)) == 3


def test_a_wait_found_late_is_reminded_of_once(quiet_world):
    wait = wait_of(quiet_world, quiet_world.issue_order())
    late = wait.due + 2 * (wait.due - wait.since)
    assert [remind(late), remind(late), remind(late + timedelta(days=90))] == [1, 0, 0]


def test_two_workers_reminding_at_once_remind_once(quiet_world, queue):
    world = quiet_world
    wait = wait_of(world, world.issue_order())
    queue.forget()
    threads = [threading.Thread(target=remind_in_thread, args=(wait.due,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(world.rows(Reminder, wait=wait.pk)) == 1
    assert len(queue.jobs("inbox.mail")) == len(HOLDERS)


def remind_in_thread(now):
    try:
        remind(now)
    except IntegrityError:
        return  # the other was first; the whole of this one is rolled back
    finally:
        connections.close_all()
