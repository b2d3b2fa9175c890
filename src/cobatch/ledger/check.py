"""Recompute everything a log claims, from its signed bytes alone, and name whatever does not agree."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connections
from django.db.models import F, FloatField
from django.db.models.functions import Power

from cobatch.ledger.examine import Examiner
from cobatch.ledger.findings import Finding
from cobatch.ledger.keyring import issuer_of
from cobatch.ledger.merkle import Frontier, Group, leaf_hash
from cobatch.ledger.models import Disclosure, Event, Log, LogRow, Node, OrganisationKey
from cobatch.ledger.proofs import TILE, StoredNodes

CHUNK = 1000
_SEES_ALL = """
    SELECT rolsuper OR rolbypassrls OR pg_has_role(current_user, 'cobatch_auditor', 'usage')
    FROM pg_roles WHERE rolname = current_user
"""


class BlindCheckError(RuntimeError):
    """This database role sees the logs of one company at most, so finding nothing would mean nothing."""


def check_all(*, using: str = "default") -> list[Finding]:
    """Every log of the installation, with a role that sees them all."""
    with connections[using].cursor() as cursor:
        cursor.execute(_SEES_ALL)
        if cursor.fetchone() != (True,):
            raise BlindCheckError("check_all() needs the auditor's role")
    logs = Log.objects.using(using).order_by("id").iterator(chunk_size=CHUNK)
    return [finding for log in logs for finding in check_log(log, using=using)]


def check_log(log: Log, *, using: str = "default") -> list[Finding]:
    """One log, up to the size that its head has when the check begins; it may grow meanwhile."""
    return list(_Walk(Log.objects.using(using).get(id=log.id), using).findings())


class _Walk:
    """Once through a log in order, a thousand events at a time."""

    def __init__(self, log: Log, using: str) -> None:
        self.log = log
        self.using = using
        self.frontier = Frontier()
        self.groups = 0
        self.roots: dict[int, bytes] = {}
        self.examiner = Examiner(log.origin, self.root_at)

    def findings(self) -> Iterator[Finding]:
        for events in self._chunks():
            yield from self._chunk(events)
        yield from self._head()
        yield from self._strays()
        yield from self._keys()

    def root_at(self, size: int) -> bytes:
        """The root at an earlier size, or nothing when the log cannot give it."""
        if size not in self.roots:
            try:
                self.roots[size] = StoredNodes(self.log.id, using=self.using).root(size)
            except ValueError:
                return b""
        return self.roots[size]

    def _chunks(self) -> Iterator[Sequence[Event]]:
        events = Event.objects.using(self.using).filter(log_id=self.log.id, seq__lt=self.log.size)
        first = 0
        while chunk := list(events.filter(seq__gte=first).order_by("seq")[:CHUNK]):
            yield chunk
            first = chunk[-1].seq + 1

    def _chunk(self, events: Sequence[Event]) -> Iterator[Finding]:
        disclosed = self._disclosures(events[0].seq, events[-1].seq)
        completed: list[Group] = []
        for event in events:
            if event.seq != self.frontier.size:
                yield self._found("gap", event.seq)
            # After a gap the tree differs anyway; counting on from here names the gap once.
            completed += self.frontier.push(leaf_hash(bytes(event.envelope)))
            rows = disclosed.pop(event.seq, [])
            if any(_owners(row) != _owners(self.log) for row in (event, *rows)):
                yield self._found("owner", event.seq)
            for code, detail in self.examiner.examine(event, rows):
                yield self._found(code, event.seq, detail)
        for seq in disclosed:
            yield self._found("disclosures", seq)
        yield from self._nodes(completed)

    def _disclosures(self, first: int, last: int) -> dict[int, list[Disclosure]]:
        rows = Disclosure.objects.using(self.using).filter(log_id=self.log.id, seq__range=(first, last))
        grouped: dict[int, list[Disclosure]] = defaultdict(list)
        for row in rows.order_by("seq", "n"):
            grouped[row.seq].append(row)
        return grouped

    def _nodes(self, completed: Sequence[Group]) -> Iterator[Finding]:
        self.groups += len(completed)
        places = [(self.log.id, group.level, group.index) for group in completed]
        stored = {
            (node.level, node.idx): node for node in Node.objects.using(self.using).filter(pk__in=places)
        }
        for group in completed:
            node = stored.get((group.level, group.index))
            if node is None or bytes(node.hash) != group.hash:
                yield self._found("node", None, f"{group.level}/{group.index}")
            elif _owners(node) != _owners(self.log):
                yield self._found("owner", None, f"{group.level}/{group.index}")

    def _head(self) -> Iterator[Finding]:
        log = self.log
        if self.frontier.size != log.size or log.size == 0:
            yield self._found("size", None, f"{self.frontier.size} / {log.size}")
        if self.frontier.to_bytes() != bytes(log.frontier):
            yield self._found("frontier", None)
        if self.frontier.root() != bytes(log.root):
            yield self._found("root", None)
        if self.root_at(log.cosigned_size) != bytes(log.cosigned_root):
            yield self._found("cosigned", None, str(log.cosigned_size))

    def _strays(self) -> Iterator[Finding]:
        """Rows beyond the head; each query reads row and head at one moment, so growth is no finding."""
        mine = {"log_id": self.log.id}
        beyond = {"seq__gte": F("log__size")}
        for event in Event.objects.using(self.using).filter(**mine, **beyond).values_list("seq", flat=True):
            yield self._found("size", event)
        for seq in (
            Disclosure.objects.using(self.using).filter(**mine, **beyond).values_list("seq", flat=True)
        ):
            yield self._found("disclosures", seq)
        end = (F("idx") + 1) * Power(float(TILE), F("level"), output_field=FloatField())
        nodes = Node.objects.using(self.using).filter(**mine).annotate(end=end)
        if nodes.filter(end__gt=F("log__size")).exists():
            yield self._found("node", None)

    def _keys(self) -> Iterator[Finding]:
        rows = OrganisationKey.objects.using(self.using)
        for (issuer, kid), public in self.examiner.keys.items():
            same = [
                bytes(row.public) for row in rows.filter(kid=kid) if issuer_of(row.organisation_id) == issuer
            ]
            if same != [public]:
                yield self._found("key_row", None, f"{issuer} {kid.hex()}")

    def _found(self, code: str, seq: int | None, detail: str = "") -> Finding:
        return Finding(self.log.origin, seq, code, detail)


def _owners(row: Log | LogRow) -> tuple[UUID | None, UUID | None, UUID | None]:
    return row.organisation_id, row.sponsor_id, row.cmo_id
