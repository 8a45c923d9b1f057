"""Identities that no rule keeps any longer are found and erased, in small batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.personal_data.retention import Retention
from domain.procedure import Authority
from records.personal_data.rows import Batch, RetentionOrder

BATCH = 500
"""The identities that one transaction walks over. It holds their locks for some milliseconds."""

Rules = Iterable[tuple[Authority, str, Retention]]


class Erasing(Protocol):
    """The erasures of the record, as the rules need them."""

    def due(self, order: RetentionOrder, after: str, limit: int) -> Batch:
        """Return which of the next identities are no longer kept. Raises RecordsUnavailable."""
        ...

    def erase_due(self, order: RetentionOrder, after: str, limit: int) -> Batch:
        """Erase them. Raises RecordsUnavailable."""
        ...


def orders(rules: Rules, at: datetime) -> tuple[RetentionOrder, ...]:
    """Return the rules as they apply at an instant. An authority without a number of years has none."""
    return tuple(
        RetentionOrder(authority_id, authority.code_prefix, before, retention.years, retention.source)
        for authority, authority_id, retention in rules
        if (before := retention.ended_before(at.astimezone(ZoneInfo(authority.time_zone)))) and retention.years
    )


def walk(erasures: Erasing, order: RetentionOrder, *, erase: bool, batch: int = BATCH) -> Iterator[tuple[str, ...]]:
    """Walk over the kept identities of an authority. Yield for each batch the cases whose identity is no longer kept. Where
    `erase` is true, it is erased by then. Raises RecordsUnavailable."""
    step = erasures.erase_due if erase else erasures.due
    after: str | None = ""
    while after is not None:
        found = step(order, after, batch)
        yield found.due
        after = found.last
