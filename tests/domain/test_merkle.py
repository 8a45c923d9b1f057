"""A Merkle root is that of RFC 6962, and each leaf leads to it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.proof.merkle import inclusion_proof, leaf_hash, node_hash, root_by, root_of


def as_in_the_rfc(leaves: Sequence[bytes]) -> bytes:
    """Return the root by the recursive definition of RFC 6962, 2.1."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(as_in_the_rfc(leaves[:split]), as_in_the_rfc(leaves[split:]))


def test_the_root_of_nothing_and_the_hash_of_an_empty_leaf_are_those_of_certificate_transparency() -> None:
    assert root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@pytest.mark.parametrize("count", range(1, 40))
def test_every_leaf_leads_to_the_root_of_the_rfc(count: int) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(count)]
    root = root_of(leaves)
    assert root == as_in_the_rfc(leaves)
    assert all(root_by(leaf, inclusion_proof(leaves, place)) == root for place, leaf in enumerate(leaves))


@given(st.lists(st.binary(), min_size=1, max_size=20), st.data())
def test_another_leaf_leads_elsewhere(contents: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf_hash(content) for content in contents]
    place = data.draw(st.integers(0, len(leaves) - 1))
    other = leaf_hash(hashlib.sha256(contents[place]).digest() + b"other")
    assert root_by(other, inclusion_proof(leaves, place)) != root_of(leaves)
