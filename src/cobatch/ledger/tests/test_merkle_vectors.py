"""The proofs against the public test vectors of transparency-dev/merkle."""

import json
import os
from base64 import b64decode
from pathlib import Path

import pytest

from cobatch.ledger import merkle

PROJECT = Path(__file__).parents[4]
VECTORS = Path(os.environ.get("COBATCH_TEST_DATA") or PROJECT.parent / "shared" / "data") / "merkle"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not VECTORS.is_dir(), reason="the folder with the public Merkle vectors is absent"),
]


def vectors(kind):
    return sorted((VECTORS / kind).rglob("*.json")) or [None]


def name(path):
    return str(path.relative_to(VECTORS)) if path else "none"


def hashes(vector, *fields):
    return [b64decode(vector[field] or "") for field in fields], [
        b64decode(step) for step in vector["proof"] or []
    ]


@pytest.mark.parametrize("path", vectors("inclusion"), ids=name)
def test_inclusion(path):
    vector = json.loads(path.read_text())
    (leaf, root), proof = hashes(vector, "leafHash", "root")
    verdict = merkle.verify_inclusion(vector["leafIdx"], vector["treeSize"], leaf, proof, root)
    assert verdict is not vector["wantErr"]


@pytest.mark.parametrize("path", vectors("consistency"), ids=name)
def test_consistency(path):
    vector = json.loads(path.read_text())
    (old, new), proof = hashes(vector, "root1", "root2")
    verdict = merkle.verify_consistency(vector["size1"], vector["size2"], old, new, proof)
    assert verdict is not vector["wantErr"]


def test_all_105_vectors_are_there():
    assert len(vectors("inclusion")) + len(vectors("consistency")) == 105
