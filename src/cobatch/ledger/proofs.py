"""Inclusion and consistency proofs of a log, read from its stored leaves and nodes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cobatch.ledger import merkle
from cobatch.ledger.models import Event, Log, Node

TILE = 1 << merkle.GROUP_BITS


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Shows that `leaf` is entry number `index` of the log as it was at `size`."""

    index: int
    size: int
    leaf: bytes
    root: bytes
    proof: list[bytes]

    def holds(self) -> bool:
        return merkle.verify_inclusion(self.index, self.size, self.leaf, self.proof, self.root)


@dataclass(frozen=True, slots=True)
class Consistency:
    """Shows that the log at `new` entries still begins with what it was at `old`."""

    old: int
    new: int
    old_root: bytes
    new_root: bytes
    proof: list[bytes]

    def holds(self) -> bool:
        return merkle.verify_consistency(self.old, self.new, self.old_root, self.new_root, self.proof)


class StoredNodes:
    """Reads whole tiles of 256 siblings, each at most once: a proof touches two for every level."""

    def __init__(self, log_id: UUID, *, using: str = "default") -> None:
        self.log_id = log_id
        self.using = using
        self.tiles: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        number = start // TILE
        tile = self.tiles.get((level, number))
        if tile is None:
            tile = self.tiles[level, number] = self._read(level, number * TILE)
        found = tile[start - number * TILE : stop - number * TILE]
        if len(found) != stop - start:
            raise merkle.ImpossibleProofError("the log does not have these entries")
        return found

    def root(self, size: int) -> bytes:
        """The root the log had at this size."""
        return merkle.range_root(0, size, self)

    def _read(self, level: int, first: int) -> list[bytes]:
        if level == 0:
            rows = Event.objects.using(self.using).filter(
                log_id=self.log_id, seq__gte=first, seq__lt=first + TILE
            )
            return [bytes(leaf) for leaf in rows.order_by("seq").values_list("leaf", flat=True)]
        nodes = Node.objects.using(self.using).filter(
            log_id=self.log_id, level=level, idx__gte=first, idx__lt=first + TILE
        )
        return [bytes(node) for node in nodes.order_by("idx").values_list("hash", flat=True)]


def inclusion(log_id: UUID, index: int, size: int | None = None) -> Inclusion:
    """Proof for entry `index` at `size`, which is the present size unless a checkpoint's is given."""
    size = _size(log_id, size)
    stored = StoredNodes(log_id)
    proof = merkle.inclusion_proof(index, size, stored)
    return Inclusion(index, size, stored(0, index, index + 1)[0], stored.root(size), proof)


def consistency(log_id: UUID, old: int, new: int | None = None) -> Consistency:
    """Proof that the log did not change what it held at `old`."""
    new = _size(log_id, new)
    stored = StoredNodes(log_id)
    proof = merkle.consistency_proof(old, new, stored)
    return Consistency(old, new, stored.root(old), stored.root(new), proof)


def _size(log_id: UUID, size: int | None) -> int:
    present = Log.objects.values_list("size", flat=True).get(id=log_id)
    if size is not None and size > present:
        raise merkle.ImpossibleProofError(f"the log has {present} entries, not yet {size}")
    return present if size is None else size
