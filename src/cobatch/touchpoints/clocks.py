"""Clocks: automatic acts that time itself brings about, performed in time order by the worker."""

import logging
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

from cobatch.kernel import clock
from cobatch.kernel.canonical import digest
from cobatch.kernel.refusals import ActError
from cobatch.network.actors import Actor
from cobatch.network.models import Relationship
from cobatch.network.tenancy import as_organisation, choose
from cobatch.touchpoints import performing, records
from cobatch.touchpoints.declare import TouchPoint, touchpoint_named
from cobatch.touchpoints.models import Due
from cobatch.touchpoints.performing import Performance

logger = logging.getLogger(__name__)


def write(performance: Performance) -> None:
    """Start and stop the clocks an act asked for."""
    changes = performance.context.changes
    for code, pk in changes.stopped_clocks:
        Due.objects.filter(root_id=pk, code=code, done_at=None).update(
            done_at=performance.context.now, outcome="stopped"
        )
    if not changes.clocks:
        return
    Due.objects.bulk_create([_row(performance, *each) for each in changes.clocks])


def _row(performance: Performance, when: datetime, code: str, record: Any) -> Due:
    relationship = record.relationship
    return Due(
        relationship=relationship,
        sponsor_id=relationship.sponsor_id,
        cmo_id=relationship.cmo_id,
        organisation=performance.context.actor.organisation,
        when=when,
        code=code,
        root_type=records.name_of(record),
        root_id=record.pk,
    )


def run_due(until: datetime | None = None, limit: int = 500) -> int:
    """Perform everything whose hour has come, in time order; returns how many clocks were dealt with."""
    done = 0
    while done < limit and _run_next(until or clock.now()):
        done += 1
    return done


def next_due() -> datetime | None:
    """When the next clock runs out."""
    with transaction.atomic():
        choose(None)
        return Due.objects.filter(done_at=None).order_by("when").values_list("when", flat=True).first()


def _run_next(until: datetime) -> bool:
    """One clock in one transaction: it is ticked off together with what it brought about."""
    with transaction.atomic():
        choose(None)
        due = (
            Due.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(done_at=None, when__lte=until)
            .order_by("when", "pk")
            .first()
        )
        if due is None:
            return False
        outcome = _perform(due)
        choose(due.organisation_id)
        Due.objects.filter(pk=due.pk).update(done_at=clock.now(), outcome=outcome)
    return True


def _perform(due: Due) -> str:
    """What came of it: "done", or the code of the refusal (the record has moved on meanwhile)."""
    touchpoint = touchpoint_named(due.code)
    # The server acts for nobody yet and may not see the row's relationship: it chooses the clock's company first.
    choose(due.organisation_id)
    if due.relationship_id is None:
        raise LookupError(f"the clock {due.pk} belongs to no relationship")
    relationship = Relationship.objects.select_related("sponsor", "cmo").get(pk=due.relationship_id)
    actor = Actor(relationship.organisation_on(touchpoint.side), source="clock")
    try:
        _carry_out(due, touchpoint, actor)
    except ActError as refused:
        return refused.code[:60]
    except OperationalError:
        raise  # a deadlock or a lost connection: the clock keeps its hour and is tried again
    except Exception:
        # A mistake in one act must not hold up every later clock; the worker's log tells what it was.
        logger.exception("the clock %s for %s failed", due.pk, due.code)
        return "failed"
    return "done"


def _carry_out(due: Due, touchpoint: TouchPoint, actor: Actor) -> None:
    from cobatch.touchpoints.writing import write as write_all  # noqa: PLC0415 - writing also starts clocks

    with transaction.atomic(), as_organisation(actor.organisation_id):
        root = records.read(touchpoint.on, due.root_id, lock=True)
        performance = performing.begin(touchpoint, root, {}, actor, clock.now())
        performance.key = digest({"clock": due.pk})
        performance.check_automatic()
        performing.carry_out(performance)
        write_all(performance)
