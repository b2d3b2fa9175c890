"""Files between handing over and confirming: the person's own, for a day at most."""

import hashlib
from datetime import timedelta
from uuid import UUID

from cobatch.exchange import mapping
from cobatch.exchange.declare import Sheet
from cobatch.exchange.mapping import Assignment
from cobatch.exchange.models import ImportDraft
from cobatch.exchange.reading import read
from cobatch.kernel import clock
from cobatch.kernel.refusals import NotYours
from cobatch.network.actors import Actor
from cobatch.network.models import Person, Relationship
from cobatch.touchpoints import possible, records

KEPT = timedelta(days=1)
LONGEST_NAME = 200


def partner(sheet: Sheet, pk: UUID, actor: Actor) -> tuple[Relationship, possible.Possibility]:
    """The relationship a file is for, and whether the actor may act on it. Raises NotYours."""
    relationship: Relationship = records.read(Relationship, pk)
    return relationship, possible.possibility(sheet.touchpoint, relationship, actor)


def keep(sheet: Sheet, relationship: Relationship, name: str, content: bytes, actor: Actor) -> ImportDraft:
    """Keep a file that can be read, with the columns as guessed. Raises BadPayload for one that cannot."""
    grid = read(name, content)
    sweep(actor)
    return ImportDraft.objects.create(
        organisation=actor.organisation,
        person=_person(actor),
        relationship=relationship,
        purpose=sheet.purpose,
        name=name[-LONGEST_NAME:],
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        mapping=mapping.begin(sheet, grid, actor.organisation_id, relationship.pk).as_json(),
        created_at=clock.now(),
    )


def find(sheet: Sheet, pk: UUID, actor: Actor) -> ImportDraft:
    """The actor's own draft. Raises NotYours for another person's, and for one that is too old."""
    since = clock.now() - KEPT
    found = ImportDraft.objects.filter(
        pk=pk, person=_person(actor), purpose=sheet.purpose, created_at__gte=since
    ).first()
    if found is None:
        raise NotYours
    return found


def assign(draft: ImportDraft, chosen: Assignment) -> None:
    """Keep which columns the user chose."""
    draft.mapping = chosen.as_json()
    draft.save(update_fields=["mapping"])


def settle(sheet: Sheet, draft: ImportDraft) -> None:
    """The file was confirmed: its columns are remembered for this partner, the file itself is gone."""
    mapping.remember(sheet, mapping.of_json(draft.mapping), draft.organisation_id, draft.relationship_id)
    draft.delete()


def sweep(actor: Actor) -> None:
    """Remove the company's files of yesterday."""
    ImportDraft.objects.filter(organisation=actor.organisation, created_at__lt=clock.now() - KEPT).delete()


def _person(actor: Actor) -> Person:
    if actor.person is None:
        raise NotYours
    return actor.person
