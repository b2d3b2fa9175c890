"""The Merkle tree of RFC 9162: hashes, the frontier a log grows by, and proofs from stored nodes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from hashlib import sha256

HASH_BYTES = 32
GROUP_BITS = 8
EMPTY_ROOT = sha256(b"").digest()

NodeReader = Callable[[int, int, int], Sequence[bytes]]
"""Reads (level, start, stop): the roots of complete groups of 256^level leaves; level 0 is the leaves."""


class ImpossibleProofError(ValueError):
    """The tree has no such proof."""


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Group:
    """The root of the complete group number `index` of 256^level leaves."""

    level: int
    index: int
    hash: bytes


@dataclass(slots=True)
class Frontier:
    """The roots of the perfect subtrees a tree of `size` leaves falls into, largest first.

    It is all a log must keep to grow: one hash for each bit set in the size.
    """

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def push(self, leaf: bytes) -> list[Group]:
        """Grow by one leaf hash and name the groups that this leaf completed."""
        completed: list[Group] = []
        self.size += 1
        height = 0
        while not (self.size >> height) & 1:
            leaf = node_hash(self.hashes.pop(), leaf)
            height += 1
            if height % GROUP_BITS == 0:
                completed.append(Group(height // GROUP_BITS, (self.size >> height) - 1, leaf))
        self.hashes.append(leaf)
        return completed

    def root(self) -> bytes:
        return _fold(self.hashes)

    def to_bytes(self) -> bytes:
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, stored: bytes) -> "Frontier":
        if size < 0 or len(stored) != HASH_BYTES * size.bit_count():
            raise ValueError("the frontier does not have one hash for each bit set in the size")
        return cls(size, [stored[at : at + HASH_BYTES] for at in range(0, len(stored), HASH_BYTES)])


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes, in one pass and logarithmic memory."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.push(leaf)
    return frontier.root()


def range_root(start: int, stop: int, read: NodeReader) -> bytes:
    """The root over the leaves [start, stop), where start is a left edge that the tree itself splits at."""
    parts = []
    while start < stop:
        height = (stop - start).bit_length() - 1
        parts.append(_perfect_root(start, height, read))
        start += 1 << height
    return _fold(parts)


def inclusion_proof(index: int, size: int, read: NodeReader) -> list[bytes]:
    """The path from leaf `index` to the root of the tree as it was at `size`."""
    if not 0 <= index < size:
        raise ImpossibleProofError(f"leaf {index} is not in a tree of {size}")
    start, stop, path = 0, size, []
    while stop - start > 1:
        middle = _split(start, stop)
        if index < middle:
            path.append(range_root(middle, stop, read))
            stop = middle
        else:
            path.append(range_root(start, middle, read))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, read: NodeReader) -> list[bytes]:
    """Shows that the tree of `new` leaves begins with the tree of `old`, which cannot be the empty one."""
    if not 0 < old <= new:
        raise ImpossibleProofError(f"a tree of {new} cannot be shown to continue one of {old}")
    start, stop, path = 0, new, []
    while old != stop:
        middle = _split(start, stop)
        if old <= middle:
            path.append(range_root(middle, stop, read))
            stop = middle
        else:
            path.append(range_root(start, middle, read))
            start = middle
    if start:
        path.append(range_root(start, stop, read))
    return path[::-1]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 §2.1.3.2, step by step; the proof must have exactly the length that index and size give."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    place, last = index, size - 1
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            leaf = node_hash(step, leaf)
            place, last = _up_to_right_child(place, last)
        else:
            leaf = node_hash(leaf, step)
        place, last = place >> 1, last >> 1
    return last == 0 and leaf == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162 §2.1.4.2, step by step."""
    if not 0 < old <= new or not _are_hashes(old_root, new_root, *proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old.bit_count() == 1 else proof
    return _climb(old, new, path) == (old_root, new_root)


def _climb(old: int, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Both roots that the path leads to, or None when its length does not fit."""
    if not path:
        return None
    shared = (old & -old).bit_length() - 1
    place, last = (old - 1) >> shared, (new - 1) >> shared
    before = after = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            place, last = _up_to_right_child(place, last)
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return (before, after) if last == 0 else None


def _up_to_right_child(place: int, last: int) -> tuple[int, int]:
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_BYTES for value in values)


def _split(start: int, stop: int) -> int:
    """Where the tree splits: after the largest power of two smaller than the number of leaves."""
    return start + (1 << ((stop - start - 1).bit_length() - 1))


def _perfect_root(start: int, height: int, read: NodeReader) -> bytes:
    """The root of 2^height leaves, from at most 128 stored nodes of one level."""
    level, rest = divmod(height, GROUP_BITS)
    first = start >> (GROUP_BITS * level)
    row = list(read(level, first, first + (1 << rest)))
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def _fold(parts: Sequence[bytes]) -> bytes:
    return reduce(lambda right, left: node_hash(left, right), reversed(parts)) if parts else EMPTY_ROOT
