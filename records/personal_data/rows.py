"""The values that go into the tables of personal data and come out of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RetentionOrder:
    """The rule of one authority at one instant: identities of cases that ended before `ended_before` are erased. `prefix` begins
    the codes of the authority's cases."""

    authority: str
    prefix: str
    ended_before: datetime
    years: int
    source: str


@dataclass(frozen=True)
class Batch:
    """Some kept identities in the order of their codes. `due` are the cases whose identity is no longer kept, `last` the code to
    go on after; None at the end."""

    due: tuple[str, ...]
    last: str | None


@dataclass(frozen=True)
class Erasure:
    """An identity that was erased. `years` and `ended_at` are None where no rule on retention asked for it."""

    code: str
    erased_at: datetime
    ended_at: datetime | None
    years: int | None
    source: str
