"""Merkle trees as RFC 6962 defines them (2.1): leaves and inner nodes are hashed apart, so that neither passes for the other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sibling:
    """The hash beside a node on its way to the root. `left` tells whether it stands to the left of it."""

    left: bool
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf with this content."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node over its two children."""
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of leaves, in their order. Of no leaves it is the hash of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    level = list(leaves)
    while len(level) > 1:
        # An odd one goes up alone. This is the tree of RFC 6962, whose left part is always full.
        alone = level[-1:] if len(level) % 2 else []
        level = [node_hash(*level[place : place + 2]) for place in range(0, len(level) - 1, 2)] + alone
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], place: int) -> tuple[Sibling, ...]:
    """Return the siblings by which the leaf at this place leads to the root."""
    path = []
    level = list(leaves)
    while len(level) > 1:
        other = place ^ 1
        if other < len(level):
            path.append(Sibling(other < place, level[other]))
        alone = level[-1:] if len(level) % 2 else []
        level = [node_hash(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)] + alone
        place //= 2
    return tuple(path)


def root_by(leaf: bytes, proof: Sequence[Sibling]) -> bytes:
    """Return the root that a leaf leads to by an inclusion proof."""
    for sibling in proof:
        leaf = node_hash(sibling.hash, leaf) if sibling.left else node_hash(leaf, sibling.hash)
    return leaf
