"""The one way into a log: sign, lock, push and write, in the transaction of the business change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from cobatch.kernel.canonical import canonical
from cobatch.kernel.clock import instant_text
from cobatch.ledger import base64url, cose, heads, keyring
from cobatch.ledger.disclosure import JSON, Disclosure, disclose
from cobatch.ledger.merkle import leaf_hash
from cobatch.ledger.rows import Rows

VERSION = 1


class NoTransactionError(RuntimeError):
    """A leaf outside the transaction of its business change could outlive it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What an organisation states. `data` goes in the clear and holds opaque ids only.

    Each of `groups` becomes one salted disclosure: the log signs its digest, the body can be erased.
    """

    log_id: UUID
    id: UUID
    type: str
    org_id: UUID
    at: datetime
    data: Mapping[str, JSON]
    groups: Mapping[str, JSON]
    refs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Where a statement stands for good."""

    log_id: UUID
    index: int
    leaf: bytes


@dataclass(frozen=True, slots=True)
class _Draft:
    statement: Statement
    kid: bytes
    envelope: bytes
    disclosures: list[Disclosure]


def append(statements: Sequence[Statement]) -> list[Position]:
    """Put the statements at the ends of their logs, in the order given; positions come in the same order.

    Signing precedes the lock, so that a slow key never holds up the other company.
    """
    if not connection.in_atomic_block:
        raise NoTransactionError("append() belongs in the transaction of the change it records")
    if not statements:
        return []
    drafts = [_sign(statement) for statement in statements]
    locked, active = heads.lock({s.log_id for s in statements}, {draft.kid for draft in drafts})
    rows = Rows()
    positions = [_push(locked[draft.statement.log_id], draft, rows) for draft in _renewed(drafts, active)]
    rows.write()
    for head in locked.values():
        heads.save(head)
    return positions


def _sign(statement: Statement) -> _Draft:
    known = heads.known(statement.log_id)
    key = keyring.signing_key(statement.org_id)
    issuer = keyring.issuer_of(statement.org_id)
    disclosures = sorted(
        (disclose(*group) for group in statement.groups.items()), key=lambda made: made.digest
    )
    payload = {
        "v": VERSION,
        "log": known.origin,
        "id": str(statement.id),
        "type": statement.type,
        "org": issuer,
        "at": instant_text(statement.at),
        "seen": {"size": known.cosigned_size, "root": base64url.encode(known.cosigned_root)},
        "refs": list(statement.refs),
        "data": statement.data,
        "sd": [made.digest for made in disclosures],
    }
    envelope = cose.sign(canonical(payload), key, issuer, known.origin)
    return _Draft(statement, key.kid, envelope, disclosures)


def _renewed(drafts: Iterable[_Draft], active: set[bytes]) -> Iterable[_Draft]:
    """Sign again what was signed with a key that this process remembers and the database does not."""
    for draft in drafts:
        if draft.kid in active:
            yield draft
        else:
            keyring.forget(draft.statement.org_id)
            yield _sign(draft.statement)


def _push(head: heads.Head, draft: _Draft, rows: Rows) -> Position:
    index, leaf = head.frontier.size, leaf_hash(draft.envelope)
    statement = draft.statement
    place = (head.log_id, *head.owners, index)
    rows.events.append((*place, statement.id, statement.type, draft.envelope, leaf))
    rows.disclosures += [
        (*place, n, made.name, made.digest, made.body) for n, made in enumerate(draft.disclosures)
    ]
    rows.nodes += [
        (head.log_id, *head.owners, group.level, group.index, group.hash)
        for group in head.frontier.push(leaf)
    ]
    return Position(head.log_id, index, leaf)
