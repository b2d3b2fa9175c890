"""The engine's last steps: waits, clocks, search, the ledger's leaves, act rows, jobs. One transaction."""

from collections.abc import Iterator
from typing import Any

from procrastinate.contrib.django import app as jobs

from cobatch.documents.models import Signature
from cobatch.kernel.clock import instant_text
from cobatch.ledger.append import Position, append
from cobatch.touchpoints import clocks, records, search, waits
from cobatch.touchpoints.leaves import statement_of
from cobatch.touchpoints.models import Act, Transition, Waiting
from cobatch.touchpoints.performing import Performance
from cobatch.touchpoints.schemas import schema_digest


def write(main: Performance) -> Act:
    """Write everything that one request brought about; returns the act that was asked for."""
    performances = [main, *main.followed]
    acts = [_act(each) for each in performances]
    begun = _refresh_waits(performances, acts)
    for performance in performances:
        search.write(performance)
        clocks.write(performance)
    # Last, since from here on the head rows of the logs are locked.
    for act, position in zip(acts, append([statement_of(each) for each in performances]), strict=True):
        _place(act, position)
    Act.objects.bulk_create(acts)
    Transition.objects.bulk_create(
        [row for pair in zip(performances, acts, strict=True) for row in _transitions(*pair)]
    )
    Signature.objects.bulk_create([_signature(each) for each in performances if each.signature])
    _tell(begun)
    return acts[0]


def scope_of(performance: Performance) -> dict[str, Any]:
    """Whose rows these are: of a relationship, or of the acting company alone."""
    relationship = getattr(performance.root, "relationship", None)
    return {
        "relationship": relationship,
        "sponsor_id": relationship.sponsor_id if relationship else None,
        "cmo_id": relationship.cmo_id if relationship else None,
        "organisation": performance.context.actor.organisation,
    }


def _act(performance: Performance) -> Act:
    context, root = performance.context, performance.root
    return Act(
        id=performance.id,
        **scope_of(performance),
        code=performance.touchpoint.code,
        root_type=records.name_of(root),
        root_id=root.pk,
        on_id=context.on.pk,
        version=performance.version,
        person=context.actor.person,
        cause_id=performance.cause.id if performance.cause else None,
        key=performance.key,
        request_digest=performance.request_digest,
        schema_digest=schema_digest(performance.touchpoint.code),
        source=context.actor.source,
        at=context.now,
        answer=_answer(performance),
    )


def _answer(performance: Performance) -> dict[str, Any]:
    root = performance.root
    return {
        "act": str(performance.id),
        "code": performance.touchpoint.code,
        "at": instant_text(performance.context.now),
        "record": {
            "type": records.name_of(root),
            "id": str(root.pk),
            "version": performance.version,
            "state": str(getattr(root, "state", "") or getattr(root, "derived_state", "")),
        },
        "parts": [
            {"type": moved.name, "id": str(moved.record.pk), "state": moved.target}
            for moved in performance.context.changes.moved
            if moved.record.pk != root.pk
        ],
    }


def _place(act: Act, position: Position) -> None:
    act.log_id, act.index, act.leaf = position.log_id, position.index, position.leaf.hex()
    act.answer |= {"log": str(act.log_id), "index": act.index, "leaf": act.leaf}


def _transitions(performance: Performance, act: Act) -> Iterator[Transition]:
    for moved in performance.context.changes.moved:
        yield Transition(
            relationship_id=act.relationship_id,
            sponsor_id=act.sponsor_id,
            cmo_id=act.cmo_id,
            organisation_id=act.organisation_id,
            act=act,
            record_type=moved.name,
            record_id=moved.record.pk,
            root_id=act.root_id,
            from_state=moved.source,
            to_state=moved.target,
            at=act.at,
        )


def _signature(performance: Performance) -> Signature:
    signature, person = performance.signature, performance.context.actor.person
    if signature is None or person is None:
        raise LookupError("a signature needs its signer")
    return Signature(
        **scope_of(performance),
        act_id=performance.id,
        root_id=performance.root.pk,
        root_version=performance.version,
        person=person,
        name=signature.name,
        title=signature.title,
        organisation_name=signature.organisation,
        meaning=signature.meaning,
        record_hash=performance.signed_hash,
        at=signature.at,
        zone=signature.zone,
        city=signature.city,
    )


def _refresh_waits(performances: list[Performance], acts: list[Act]) -> list[Waiting]:
    """Once per root, for the last act on it: only the states that remain call for a wait."""
    last: dict[Any, tuple[Any, Act]] = {}
    made = {
        each.context.made.pk: each.context.changes.created
        for each in performances
        if each.context.made is not None
    }
    for performance, act in zip(performances, acts, strict=True):
        for root in _touched(performance):
            last[root.pk] = (root, act)
    return waits.refresh(waits.Touched(root, act, made.get(pk)) for pk, (root, act) in last.items())


def _touched(performance: Performance) -> Iterator[Any]:
    yield performance.root
    context = performance.context
    if context.made is not None and any(moved.record.pk == context.on.pk for moved in context.changes.moved):
        yield context.on


def _tell(begun: list[Waiting]) -> None:
    """Mail to those waited on leaves as a job of the same transaction."""
    if begun:
        jobs.configure_task("inbox.tell").defer(waits=[str(wait.pk) for wait in begun])
