"""Mail to those waited on, through a real mail server and the real job queue."""

import pytest
from django.db import DatabaseError

from cobatch.inbox.models import Stage
from cobatch.inbox.telling import mail as mail_again
from cobatch.inbox.transport import NOWHERE
from cobatch.inbox.work import _queues
from cobatch.kernel import clock
from cobatch.kernel.roles import Role
from cobatch.touchpoints.models import Waiting
from cobatch.touchpoints.records import model_named

pytestmark = pytest.mark.commits
HOLDERS = ["customer_service@sf.example"]


def wait_of(world, order):
    [wait] = world.rows(Waiting, root_id=order, ended_at=None)
    return wait


def test_a_mail_arrives_with_its_words_headers_and_encoding(quiet_world, mailbox, queue, settings):
    settings.COBATCH_ADDRESS = "https://cobatch.example/"
    settings.DEFAULT_FROM_EMAIL = "Cobatch <record@cobatch.example>"
    order = quiet_world.issue_order(number="4500 – Größe")
    queue.work()

    assert mailbox.addresses == HOLDERS
    [mail] = mailbox.mails
    wait = wait_of(quiet_world, order)
    assert mail["Subject"].strip().startswith("Your turn: Confirm order – PO 4500 – Größe")
    assert mail["From"] == "Cobatch <record@cobatch.example>"
    mail_again(str(wait.pk), str(quiet_world.cmo.people[Role.CUSTOMER_SERVICE].pk), Stage.NEW)
    assert {each["Message-ID"] for each in mailbox.mails} == {mail["Message-ID"]}
    assert mail["References"] == f"<{order}@cobatch.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"
    text = mail.get_content()
    assert f"https://cobatch.example/orders/{order}/" in text
    assert "With: Halden Ridge" in text
    assert " Pune · " in text
    assert "Due: " in text
    assert "USD" not in text
    assert queue.jobs("inbox.mail") == []


@pytest.fixture
def failing_commit(owner_connection):
    """Acts are written to the end, and then the commit itself fails."""
    owner_connection.execute(
        """create function fail_at_commit() returns trigger language plpgsql as
           $$ begin raise exception 'power cut' using errcode = 'data_exception'; end $$;
           create constraint trigger fail after insert on touchpoints_act deferrable initially deferred
           for each row execute function fail_at_commit()"""
    )
    yield
    owner_connection.execute("drop function fail_at_commit cascade")


def test_an_act_that_is_rolled_back_tells_nobody(quiet_world, mailbox, queue, failing_commit):
    with pytest.raises(DatabaseError, match="power cut"):
        quiet_world.issue_order()
    assert queue.jobs("inbox.tell") == []
    queue.work()
    assert mailbox.mails == []


def test_a_wait_that_ended_before_the_mail_left_is_not_told(quiet_world, mailbox, queue):
    world = quiet_world
    order = world.issue_order()
    answers = [{"line": str(world.rows(model_named("order_line"), order_id=order)[0].pk), "answer": "accept"}]
    world.act(
        "orders.confirm", order, {"answers": answers}, world.cmo.actor(Role.CUSTOMER_SERVICE), version=1
    )
    queue.work()
    assert mailbox.mails == []


def test_a_deputy_is_told_too_and_for_whom(quiet_world, mailbox, queue):
    world = quiet_world
    today = clock.today("Asia/Kolkata")
    payload = {
        "person": world.cmo.people[Role.CUSTOMER_SERVICE].pk, "deputy": world.cmo.people[Role.WAREHOUSE].pk,
        "starts": today, "ends": today,
    }  # fmt: skip
    world.act("parties.name_deputy", world.cmo.organisation.id, payload, world.cmo.actor(Role.ADMINISTRATOR))
    world.issue_order()
    queue.work()
    assert mailbox.addresses == [*HOLDERS, "warehouse@sf.example"]
    assert (
        "You stand in for: customer_service of Sahyadri"
        in mailbox.to("warehouse@sf.example")[0].get_content()
    )


def test_a_refused_address_is_tried_again_then_fails_in_sight(quiet_world, mailbox, queue, caplog):
    mailbox.refused.update(HOLDERS)
    quiet_world.issue_order()
    queue.work()
    assert queue.jobs("inbox.mail") == [("todo", 1)]
    for _ in range(8):
        queue.hurry()
        queue.work()
    assert queue.jobs("inbox.mail") == [("failed", 9)]
    assert mailbox.mails == []
    assert any(
        line.levelname == "ERROR" and "no such mailbox" in str(line.exc_info) for line in caplog.records
    )


def test_an_address_that_is_taken_at_the_second_try_gets_one_mail(quiet_world, mailbox, queue):
    mailbox.refused.update(HOLDERS)
    quiet_world.issue_order()
    queue.work()
    mailbox.refused.clear()
    queue.hurry()
    queue.work()
    queue.work()
    assert mailbox.addresses == HOLDERS


def test_without_a_mail_server_mail_stays_in_the_queue(quiet_world, queue, settings, caplog):
    settings.EMAIL_BACKEND = NOWHERE
    assert "mail" not in _queues()
    quiet_world.issue_order()
    queue.work()
    assert queue.jobs("inbox.tell") == []
    assert queue.jobs("inbox.mail") == [("todo", 0)]
    assert "EMAIL_URL is not set" in caplog.text
