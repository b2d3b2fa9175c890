"""The heads of logs: what is known of them before signing, and what is read and written under their lock."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from cobatch.ledger.merkle import Frontier
from cobatch.ledger.models import Log, LogState

_LOCK = """
    SELECT id, origin, cosigned_size, cosigned_root, state, size, frontier,
           organisation_id, sponsor_id, cmo_id,
           (SELECT array_agg(kid) FROM ledger_organisationkey WHERE active AND kid = ANY(%s))
    FROM ledger_log WHERE id = ANY(%s) ORDER BY id FOR UPDATE
"""
_SAVE = "UPDATE ledger_log SET size = %s, frontier = %s, root = %s WHERE id = %s"


class ClosedLogError(RuntimeError):
    """The log is not there for this organisation, or it is in recovery."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a signer states of a log: its name, and the newest head that both sides had cosigned.

    It may lag behind: a signer vouches for what it had seen, and the next lock brings the news.
    """

    origin: str
    cosigned_size: int
    cosigned_root: bytes


@dataclass(slots=True)
class Head:
    """A head held locked until the transaction ends."""

    log_id: UUID
    frontier: Frontier
    owners: tuple[UUID | None, UUID | None, UUID | None]


_known: dict[UUID, Known] = {}


def known(log_id: UUID) -> Known:
    """What this process knows; the database is asked once."""
    if (found := _known.get(log_id)) is None:
        row = Log.objects.filter(id=log_id).values_list("origin", "cosigned_size", "cosigned_root").first()
        if row is None:
            raise ClosedLogError(f"there is no log {log_id} here")
        found = _known[log_id] = Known(row[0], row[1], bytes(row[2]))
    return found


def lock(log_ids: Collection[UUID], kids: Collection[bytes]) -> tuple[dict[UUID, Head], set[bytes]]:
    """Lock the heads, always in the order of their ids, and say which of the keys are still active."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(kids), list(log_ids)])
        rows = cursor.fetchall()
    if len(rows) != len(log_ids):
        raise ClosedLogError("a log is not there, or not visible to this organisation")
    heads = {row[0]: _head(row) for row in rows}
    return heads, {bytes(kid) for kid in rows[0][-1] or ()}


def save(head: Head) -> None:
    frontier = head.frontier
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [frontier.size, frontier.to_bytes(), frontier.root(), head.log_id])


def _head(row: tuple[Any, ...]) -> Head:
    log_id, origin, cosigned_size, cosigned_root, state, size, frontier, *owners, _kids = row
    if state != LogState.OPEN:
        raise ClosedLogError(f"log {log_id} is in recovery")
    _known[log_id] = Known(origin, cosigned_size, bytes(cosigned_root))
    return Head(log_id, Frontier.from_bytes(size, bytes(frontier)), (owners[0], owners[1], owners[2]))
