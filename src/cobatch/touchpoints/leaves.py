"""The act as a statement for the ledger: opaque facts in the clear, everything else as salted disclosures."""

from typing import Any

from cobatch.kernel.groups import split
from cobatch.ledger.append import Statement
from cobatch.touchpoints import records
from cobatch.touchpoints.performing import Performance
from cobatch.touchpoints.schemas import schema_digest


def statement_of(performance: Performance) -> Statement:
    """What is signed and appended for one act."""
    context, root = performance.context, performance.root
    relationship = getattr(root, "relationship", None)
    data: dict[str, Any] = {
        "record": [records.name_of(root), str(root.pk), performance.version],
        "on": [records.name_of(context.on), str(context.on.pk)],
        "moves": [[m.name, str(m.record.pk), m.source, m.target] for m in context.changes.moved],
        "source": context.actor.source,
        "schema": schema_digest(performance.touchpoint.code),
        "key": performance.key,
    }
    if performance.cause is not None:
        data["cause"] = str(performance.cause.id)
    if performance.signature is not None:
        data["signed"] = {"hash": performance.signed_hash, "meaning": performance.signature.meaning}
    return Statement(
        log_id=relationship.id if relationship is not None else context.actor.organisation_id,
        id=performance.id,
        type=f"{performance.touchpoint.code}/1",
        org_id=context.actor.organisation_id,
        at=context.now,
        data=data,
        groups=_groups(performance),
    )


def _groups(performance: Performance) -> dict[str, Any]:
    groups: dict[str, Any] = {
        name: {"payload": part} for name, part in split(performance.context.payload).items()
    }
    person = performance.context.actor.person
    if person is not None:
        by = {"id": str(person.id), "name": person.name, "title": person.title, "zone": person.site.zone}
        groups.setdefault("person", {})["actor"] = by
    if performance.signature is not None:
        groups.setdefault("person", {})["signature"] = performance.signature.as_json()
    return groups
