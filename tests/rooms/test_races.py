"""Two at once, and cut off half way, on a real PostgreSQL whose transactions really commit."""

import json
import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from cobatch.kernel.refusals import ActError, Refused, Stale
from cobatch.kernel.roles import Role
from cobatch.ledger.check import check_log
from cobatch.ledger.models import Log
from cobatch.network.tenancy import as_organisation, guarded_models
from cobatch.steps.orders.models import LineState, OrderLine, PurchaseOrder
from cobatch.touchpoints import engine, writing
from cobatch.touchpoints.context import Context
from cobatch.touchpoints.engine import Request, perform
from cobatch.touchpoints.models import Act, Counter, Transition, Waiting
from tests.setups.orders import ready_to_order

pytestmark = [pytest.mark.commits, pytest.mark.timeout(240)]


@pytest.fixture
def world(committed_world):
    """Named as everywhere; here every act is committed."""
    ready_to_order(committed_world)
    return committed_world


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call answered or raised; all of them begin in the same moment, each on its own connection."""
    start, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            start.wait()
            answers[place] = call()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def order_payload(number: str, lines: int = 1) -> dict[str, Any]:
    line = {
        "item": "HR-101", "quantity": {"value": "22000", "unit": "H87"}, "requested_date": "2027-03-25",
    }  # fmt: skip
    return {"number": number, "market": "US", "ship_to": "Harborview", "lines": [line] * lines}


def accept(world, order: Any) -> dict[str, Any]:
    return {
        "answers": [
            {"line": str(line.pk), "answer": "accept"} for line in world.rows(OrderLine, order_id=order)
        ]
    }


def logs_are_clean(world) -> None:
    for company in (world.sponsor, world.cmo):
        with as_organisation(company.organisation.pk):
            assert [finding for log in Log.objects.all() for finding in check_log(log)] == []


def test_of_two_who_answer_one_order_one_wins(world):
    order = world.issue_order()
    payload, actor = accept(world, order), world.cmo.actor(Role.CUSTOMER_SERVICE)

    answers = at_once(
        *(
            lambda key=key: perform(Request("orders.confirm", order, actor, key, payload, 1))
            for key in ("first-of-two", "second-of-two")
        )
    )

    assert sum(isinstance(answer, engine.Outcome) for answer in answers) == 1
    [lost] = [answer for answer in answers if not isinstance(answer, engine.Outcome)]
    assert isinstance(lost, Stale | Refused)
    assert len(world.rows(Act, root_id=order)) == 2
    [line] = world.rows(OrderLine, order_id=order)
    assert len(world.rows(Transition, record_id=line.pk)) == 2
    assert not world.rows(Waiting, root_id=order, ended_at=None)
    logs_are_clean(world)


@pytest.mark.parametrize("code", ["orders.confirm", "orders.issue"])
def test_one_key_at_once_is_one_act_and_one_answer(world, code):
    """With a lock on the record, and without: a new order is kept single by the database alone."""
    if code == "orders.confirm":
        on, actor = world.issue_order(), world.cmo.actor(Role.CUSTOMER_SERVICE)
        payload, version = accept(world, on), 1
    else:
        on, actor = world.relationship.pk, world.sponsor.actor(Role.BUYER)
        payload, version = order_payload("4500000077"), None
    before = len(world.rows(Act))

    request = Request(code, on, actor, "the-same-key", payload, version)
    answers = at_once(*([lambda: perform(request)] * 4))

    assert [error for error in answers if isinstance(error, Exception)] == []
    assert len({json.dumps(answer.answer, sort_keys=True) for answer in answers}) == 1
    assert [answer.again for answer in answers].count(False) == 1
    assert len(world.rows(Act)) == before + 1


def test_of_two_orders_with_one_number_one_is_refused_in_words(world):
    actor = world.sponsor.actor(Role.BUYER)

    answers = at_once(
        *(
            lambda key=key: perform(
                Request("orders.issue", world.relationship.pk, actor, key, order_payload("4500000078"))
            )
            for key in ("number-one", "number-two")
        )
    )

    [lost] = [answer for answer in answers if isinstance(answer, ActError)]
    assert lost.code == "order_number_taken"
    assert len(world.rows(PurchaseOrder, number="4500000078")) == 1


def test_eight_buyers_issue_side_by_side_and_none_fails(world):
    actor = world.sponsor.actor(Role.BUYER)

    def issue(number: int) -> None:
        for each in range(3):
            key = f"side-by-side-{number}-{each}"
            payload = order_payload(f"46-{number}-{each}", lines=5)
            perform(Request("orders.issue", world.relationship.pk, actor, key, payload))

    assert at_once(*(lambda n=n: issue(n) for n in range(8))) == [None] * 8

    assert len(world.rows(PurchaseOrder)) == 24
    acts = sorted(act.index for act in world.rows(Act, log_id=world.relationship.pk))
    assert acts[-24:] == list(range(acts[-24], acts[-24] + 24))
    logs_are_clean(world)


def test_our_own_numbers_have_no_gaps_although_some_acts_fail(world):
    actor, taken = world.sponsor.actor(Role.BUYER), []

    def number(fails: bool) -> None:
        with transaction.atomic(), as_organisation(actor.organisation_id):
            act: Context[Any, Any] = Context(None, None, None, actor, world_now())  # type: ignore[arg-type,type-var]
            taken_now = act.number("SHP")
            if fails:
                raise ActError
        taken.append(taken_now)

    at_once(*(lambda n=n: number(n % 4 == 3) for n in range(16)))

    assert sorted(int(each.rpartition("-")[2]) for each in taken) == list(range(1, 13))
    assert world.rows(Counter, kind="SHP")[0].newest == 12


def world_now() -> Any:
    from cobatch.kernel import clock  # noqa: PLC0415

    return clock.now()


def test_a_deadlock_is_tried_again(world, monkeypatch):
    """Two acts that lock two orders crosswise: the database ends one of them, and the engine does it again."""
    orders = [world.issue_order("47-1"), world.issue_order("47-2")]
    actor, reads = world.cmo.actor(Role.CUSTOMER_SERVICE), engine.records.read
    met, tries = threading.Barrier(2, timeout=20), []

    def crosswise(model, pk, *, lock=False):
        found = reads(model, pk, lock=lock)
        if lock:
            tries.append(pk)
            if tries.count(pk) == 1:
                met.wait()
                reads(model, next(other for other in orders if other != pk), lock=True)
        return found

    payloads = {order: accept(world, order) for order in orders}
    monkeypatch.setattr(engine.records, "read", crosswise)
    answers = at_once(
        *(
            lambda order=order: perform(
                Request("orders.confirm", order, actor, f"crosswise-{order}", payloads[order], 1)
            )
            for order in orders
        )
    )

    assert [error for error in answers if isinstance(error, Exception)] == []
    assert len(tries) == 3
    assert {line.state for order in orders for line in world.rows(OrderLine, order_id=order)} == {
        LineState.CONFIRMED
    }


@pytest.mark.parametrize("seam", ["append", "_tell"])
def test_a_backend_killed_between_effect_and_commit_leaves_nothing(
    world, owner_connection: psycopg.Connection, monkeypatch, seam
):
    order = world.issue_order()
    payload, actor = accept(world, order), world.cmo.actor(Role.CUSTOMER_SERVICE)
    before, usual = world.traces(), getattr(writing, seam)

    def killed(*given: Any) -> Any:
        made = usual(*given)
        [pid] = connection.cursor().execute("select pg_backend_pid()").fetchone()
        owner_connection.execute("select pg_terminate_backend(%s, 5000)", [pid])
        return made

    monkeypatch.setattr(writing, seam, killed)
    with pytest.raises((OperationalError, DatabaseError)):
        perform(Request("orders.confirm", order, actor, "killed-half-way", payload, 1))
    monkeypatch.undo()
    connection.close()

    assert world.traces() == before
    assert {line.state for line in world.rows(OrderLine, order_id=order)} == {LineState.AWAITING_CONFIRMATION}
    logs_are_clean(world)
    perform(Request("orders.confirm", order, actor, "killed-half-way", payload, 1))
    assert {line.state for line in world.rows(OrderLine, order_id=order)} == {LineState.CONFIRMED}


def _update(world, line: OrderLine) -> None:
    OrderLine.objects.filter(pk=line.pk).update(state=LineState.CANCELLED)


def _bulk_update(world, line: OrderLine) -> None:
    line.state = LineState.CANCELLED
    OrderLine.objects.bulk_update([line], ["state"])


def _save(world, line: OrderLine) -> None:
    line.state = LineState.CANCELLED
    line.save()


def _raw(world, line: OrderLine) -> None:
    connection.cursor().execute("update orders_orderline set state = 'cancelled' where id = %s", [line.pk])


def _born_without_an_act(world, line: OrderLine) -> None:
    line.pk, line.position, line._state.adding = None, 990, True
    line.save(force_insert=True)


def _copy(world, line: OrderLine) -> None:
    with connection.cursor() as cursor:
        columns = [field.column for field in OrderLine._meta.concrete_fields]
        fresh = {"id": "gen_random_uuid()", "position": "980"}
        values = ", ".join(fresh.get(column, f'"{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        with cursor.copy(f"copy (select {values} from orders_orderline limit 1) to stdout") as rows:  # noqa: S608
            text = b"".join(bytes(row) for row in rows)
        with cursor.copy(f"copy orders_orderline ({names}) from stdin") as into:
            into.write(text)


@pytest.mark.parametrize("way", [_update, _bulk_update, _save, _raw, _born_without_an_act, _copy])
def test_no_state_changes_without_its_act(world, way):
    order = world.issue_order()
    [line] = world.rows(OrderLine, order_id=order)
    before = world.traces()

    with (
        pytest.raises((DatabaseError, psycopg.Error), match=r"without an act|row-level security"),
        transaction.atomic(),
    ):
        with as_organisation(world.sponsor.organisation.pk):
            way(world, line)

    assert [row.state for row in world.rows(OrderLine, order_id=order)] == [LineState.AWAITING_CONFIRMATION]
    assert world.traces() == before


def test_a_forged_transition_of_another_move_does_not_help(world):
    """The row must say exactly this change, and be of this very transaction."""
    order = world.issue_order()
    [line] = world.rows(OrderLine, order_id=order)
    old = world.rows(Transition, record_id=line.pk)[0]

    with pytest.raises(DatabaseError, match="without an act"), transaction.atomic():
        with as_organisation(world.sponsor.organisation.pk):
            Transition.objects.create(
                relationship_id=old.relationship_id, sponsor_id=old.sponsor_id, cmo_id=old.cmo_id,
                organisation_id=old.organisation_id, act_id=old.act_id, record_type="order_line",
                record_id=line.pk, root_id=order, from_state="confirmed", to_state="cancelled", at=old.at,
            )  # fmt: skip
            OrderLine.objects.filter(pk=line.pk).update(state=LineState.CANCELLED)


@pytest.mark.parametrize("verb", ["update", "delete", "truncate"])
def test_what_is_append_only_is_so_by_grant(world, verb):
    kept = [model._meta.db_table for model in guarded_models() if getattr(model, "append_only", False)]
    columns = {model._meta.db_table: model._meta.concrete_fields[-1].column for model in guarded_models()}
    assert {"touchpoints_act", "touchpoints_transition", "ledger_event", "documents_signature"} <= set(kept)

    for table in kept:
        statement = {
            "update": f'update "{table}" set "{columns[table]}" = "{columns[table]}"',  # noqa: S608
            "delete": f'delete from "{table}"',  # noqa: S608
            "truncate": f'truncate "{table}"',
        }[verb]
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_even_the_owner_does_not_change_what_is_append_only(world, database_owner_url):
    with psycopg.connect(database_owner_url) as owner:
        owner.execute("select set_config('app.org', %s, true)", [str(world.sponsor.organisation.pk)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            owner.execute("update touchpoints_act set code = 'orders.cancel'")
