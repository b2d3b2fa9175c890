"""The act as a statement for the ledger: opaque facts in the clear, everything else as salted disclosures."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel

from cobatch.documents.models import StoredFile
from cobatch.kernel.groups import group_of, split
from cobatch.kernel.refusals import Refusal, Refused
from cobatch.ledger.append import Statement
from cobatch.touchpoints import records
from cobatch.touchpoints.choices import Upload
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
    for name, files in _files(performance).items():
        groups.setdefault(name, {})["files"] = files
    person = performance.context.actor.person
    if person is not None:
        by = {"id": str(person.id), "name": person.name, "title": person.title, "zone": person.site.zone}
        groups.setdefault("person", {})["actor"] = by
    if performance.signature is not None:
        groups.setdefault("person", {})["signature"] = performance.signature.as_json()
    return groups


def _files(performance: Performance) -> dict[str, list[dict[str, Any]]]:
    """By group: the files a payload names, with the digests that bind their content to the act."""
    named = list(_uploads(performance.context.payload, "", None))
    if not named:
        return {}
    relationship_id: Any = getattr(getattr(performance.root, "relationship", None), "pk", None)
    wanted = {pk for _at, _group, pk in named}
    query = StoredFile.objects.filter(relationship_id=relationship_id, pk__in=wanted)
    known = {file.pk: file for file in query}
    if unknown := [at for at, _group, pk in named if pk not in known]:
        text = _("There is no such file here: hand it over first.")
        raise Refused(Refusal("file_unknown", text, at) for at in unknown)
    found: dict[str, list[dict[str, Any]]] = {}
    for _at, group, pk in named:
        file = known[pk]
        shown = {"id": str(pk), "name": file.name, "size": file.size, "sha256": file.digest}
        found.setdefault(group, []).append(shown)
    return found


def _uploads(value: Any, at: str, group: str | None) -> Iterator[tuple[str, str, UUID]]:
    """(JSON pointer, group, id) of every file named in a payload, however deep."""
    if isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _uploads(each, f"{at}/{index}", group)
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            inner, below = getattr(value, name, None), group_of(field) or group
            if any(isinstance(marker, Upload) for marker in field.metadata):
                yield from _ids(inner, f"{at}/{name}", below)
            else:
                yield from _uploads(inner, f"{at}/{name}", below)


def _ids(value: Any, at: str, group: str | None) -> Iterator[tuple[str, str, UUID]]:
    if isinstance(value, UUID):
        yield at, str(group), value
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _ids(each, f"{at}/{index}", group)
