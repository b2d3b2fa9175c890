"""The tree against its definition, and the proofs against any change."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cobatch.ledger import merkle

LEAVES = [merkle.leaf_hash(n.to_bytes(4, "big")) for n in range(70_000)]
SIZES = sorted(
    {max(0, 2**k + d) for k in range(10) for d in (-1, 0, 1)} | {255, 256, 257, 300, 511, 512, 513, 599, 600}
)


def naive(leaves):
    """RFC 9162 §2.1.1 to the letter."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return merkle.node_hash(naive(leaves[:k]), naive(leaves[k:]))


class Stored:
    """What the database keeps: leaves and complete groups of 256^level, and nothing else."""

    def __init__(self, size):
        self.rows = {}
        self.reads = []
        frontier = merkle.Frontier()
        for index, leaf in enumerate(LEAVES[:size]):
            self.rows[0, index] = leaf
            for group in frontier.push(leaf):
                self.rows[group.level, group.index] = group.hash
        self.root = frontier.root()

    def __call__(self, level, start, stop):
        self.reads.append((level, start, stop))
        return [self.rows[level, index] for index in range(start, stop)]


LARGE = Stored(70_000)


@pytest.mark.parametrize("size", SIZES)
def test_the_root_is_that_of_the_definition(size):
    assert merkle.root_of(LEAVES[:size]) == naive(LEAVES[:size])


@given(st.integers(0, 600))
def test_the_frontier_has_one_hash_for_each_bit_of_the_size_and_survives_storage(size):
    frontier = merkle.Frontier()
    for leaf in LEAVES[:size]:
        frontier.push(leaf)
    stored = merkle.Frontier.from_bytes(size, frontier.to_bytes())
    assert len(stored.hashes) == size.bit_count()
    assert stored.root() == naive(LEAVES[:size])
    stored.push(LEAVES[size])
    assert stored.root() == naive(LEAVES[: size + 1])


@pytest.mark.parametrize(("size", "length"), [(3, 32), (3, 96), (0, 32), (2, 33), (-1, 0)])
def test_a_frontier_of_another_length_is_refused(size, length):
    with pytest.raises(ValueError, match="frontier"):
        merkle.Frontier.from_bytes(size, bytes(length))


def test_every_complete_group_of_256_is_named_once_with_its_root():
    frontier = merkle.Frontier()
    found = [group for leaf in LEAVES[:65_793] for group in frontier.push(leaf)]
    assert [(g.level, g.index) for g in found] == [(1, n) for n in range(256)] + [(2, 0), (1, 256)]
    assert found[3].hash == naive(LEAVES[768:1024])
    assert found[256].hash == merkle.root_of(LEAVES[:65_536])


@given(st.data(), st.integers(1, 600))
def test_every_inclusion_proof_verifies_and_no_changed_one_does(data, size):
    index = data.draw(st.integers(0, size - 1))
    leaf, root = LEAVES[index], merkle.root_of(LEAVES[:size])
    proof = merkle.inclusion_proof(index, size, LARGE)
    assert merkle.verify_inclusion(index, size, leaf, proof, root)
    other_index = data.draw(st.integers(0, 700).filter(lambda n: n != index))
    assert not merkle.verify_inclusion(other_index, size, leaf, proof, root)
    assert not merkle.verify_inclusion(index, size, changed(data, leaf), proof, root)
    assert not merkle.verify_inclusion(index, size, leaf, proof, changed(data, root))
    assert not merkle.verify_inclusion(index, size, leaf, [*proof, root], root)
    for bad in spoiled(data, proof):
        assert not merkle.verify_inclusion(index, size, leaf, bad, root)


@given(st.data(), st.integers(1, 600))
def test_every_consistency_proof_verifies_and_no_changed_one_does(data, new):
    old = data.draw(st.integers(1, new))
    old_root, new_root = merkle.root_of(LEAVES[:old]), merkle.root_of(LEAVES[:new])
    proof = merkle.consistency_proof(old, new, LARGE)
    assert merkle.verify_consistency(old, new, old_root, new_root, proof)
    assert not merkle.verify_consistency(old, new, changed(data, old_root), new_root, proof)
    assert not merkle.verify_consistency(old, new, old_root, changed(data, new_root), proof)
    assert not merkle.verify_consistency(old, new, old_root, new_root, [*proof, new_root])
    for bad in spoiled(data, proof):
        assert not merkle.verify_consistency(old, new, old_root, new_root, bad)


@given(st.data(), st.integers(2, 600))
def test_a_consistency_proof_holds_for_no_other_old_size(data, new):
    old = data.draw(st.integers(1, new - 1))
    other = data.draw(st.integers(0, new + 1).filter(lambda n: n != old))
    roots = merkle.root_of(LEAVES[:old]), merkle.root_of(LEAVES[:new])
    assert not merkle.verify_consistency(other, new, *roots, merkle.consistency_proof(old, new, LARGE))


def test_all_proofs_of_small_trees_verify():
    for size in range(1, 40):
        root = naive(LEAVES[:size])
        for place in range(size):
            inclusion = merkle.inclusion_proof(place, size, LARGE)
            assert merkle.verify_inclusion(place, size, LEAVES[place], inclusion, root)
            consistency = merkle.consistency_proof(place + 1, size, LARGE)
            assert merkle.verify_consistency(place + 1, size, naive(LEAVES[: place + 1]), root, consistency)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 69_999))
def test_a_proof_in_a_large_tree_reads_few_stored_rows_and_only_within_one_group(index):
    LARGE.reads.clear()
    proof = merkle.inclusion_proof(index, 70_000, LARGE)
    assert merkle.verify_inclusion(index, 70_000, LEAVES[index], proof, LARGE.root)
    assert sum(stop - start for _, start, stop in LARGE.reads) < 3 * 2 * 256
    assert all(start // 256 == (stop - 1) // 256 for _, start, stop in LARGE.reads)


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 5), (6, 5), (-1, 5)])
def test_from_an_empty_or_larger_tree_there_is_no_consistency_proof(old, new):
    with pytest.raises(merkle.ImpossibleProofError):
        merkle.consistency_proof(old, new, LARGE)
    assert not merkle.verify_consistency(old, new, merkle.EMPTY_ROOT, merkle.EMPTY_ROOT, [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_a_leaf_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(merkle.ImpossibleProofError):
        merkle.inclusion_proof(index, size, LARGE)
    assert not merkle.verify_inclusion(index, size, LEAVES[0], [], LEAVES[0])


def changed(data, value):
    bit = data.draw(st.integers(0, 255))
    return (int.from_bytes(value, "big") ^ 1 << bit).to_bytes(32, "big")


def spoiled(data, proof):
    """The proof with one bit changed, without one hash, with one hash twice, and with one of another length."""
    if not proof:
        return
    at = data.draw(st.integers(0, len(proof) - 1))
    yield [*proof[:at], changed(data, proof[at]), *proof[at + 1 :]]
    yield [*proof[:at], *proof[at + 1 :]]
    yield [*proof[: at + 1], *proof[at:]]
    yield [*proof[:at], proof[at] + b"\0", *proof[at + 1 :]]
