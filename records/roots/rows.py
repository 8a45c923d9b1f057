"""The daily roots, as callers get them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.proof.merkle import Sibling


@dataclass(frozen=True)
class DailyRoot:
    """The Merkle root of a day over `count` heads. `hash` covers it all with the `previous` day's hash, None for the first."""

    date: date
    root: bytes
    count: int
    previous: bytes | None
    hash: bytes


@dataclass(frozen=True)
class Inclusion:
    """The proof that a case stood at event `number` when a daily root was made."""

    number: int
    head: bytes
    proof: tuple[Sibling, ...]
    day: DailyRoot
