"""Watches over the regular comparison from outside Temporal: where Temporal lost its storage, it lost the schedule too.

Several workers may watch. Making the schedule twice makes it once, and of two comparisons the second gives way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from domain.pairing import OF_ANOTHER_DAY, Pairing
from records.reconciliation.rows import LastComparison

EVERY = timedelta(seconds=30)
OVERDUE_AFTER = 3
"""The number of comparisons in a row that may fail to appear before this job compares by itself."""

_KEPT = timedelta(days=1)
_log = structlog.get_logger(__name__)


class Record(Protocol):
    """The record as this job needs it; `records.reconciliation.repository.Reconciliation` is the real one."""

    def now(self) -> datetime:
        """Return the instant by the database's clock."""
        ...

    def last(self) -> LastComparison | None:
        """Return the last complete comparison."""
        ...

    def hand_over_again(self) -> int:
        """Let what was handed over to Temporal and is not finished be handed over again."""
        ...


class Schedule(Protocol):
    """The schedule; `workflows.reconciliation_schedule.ReconciliationSchedule` is the real one."""

    every: timedelta

    async def forget_runs(self, before: datetime) -> int:
        """Delete comparisons that ended before an instant."""
        ...


class Pair(Protocol):
    """The record and Temporal side by side; `workflows.pairing.Pair` is the real one."""

    async def look(self) -> Pairing:
        """Return how the two stand to each other."""
        ...

    async def renew(self) -> None:
        """Mark both as belonging together, and make the schedule where it is missing."""
        ...


class ComparisonWatchdog:
    """Makes the schedule where it is missing, and compares where nobody else does.

    `prepare` readies a Temporal that lost its storage. `reconcile` makes one comparison, or returns at once where another process
    makes one.
    """

    def __init__(
        self,
        record: Record,
        schedule: Schedule,
        pair: Pair,
        prepare: Callable[[], Awaitable[None]],
        reconcile: Callable[[], Awaitable[None]],
    ) -> None:
        self._record = record
        self._schedule = schedule
        self._pair = pair
        self._prepare = prepare
        self._reconcile = reconcile

    async def round(self) -> None:
        """Look once.

        Raises:
            WorkflowsUnavailable, RecordsUnavailable: one side does not answer, so nothing can be compared now.
        """
        last, now = await asyncio.to_thread(self._record.last), await asyncio.to_thread(self._record.now)
        pairing = await self._pair.look()
        if pairing is Pairing.EMPTY:
            await self._begin_anew(was_there=last is not None)
        elif pairing is Pairing.FOREIGN:
            _log.error("this Temporal holds the cases of another system: nothing is compared", pairing=pairing)
        elif pairing in OF_ANOTHER_DAY:
            _log.error("the record and Temporal are of different days: all cases are compared", pairing=pairing)
            await self._reconcile()
        elif last is None or now - last.finished_at > OVERDUE_AFTER * self._schedule.every:
            _log.error("the regular comparison did not run", since=last.finished_at.isoformat() if last else None)
            await self._reconcile()
        else:
            await self._schedule.forget_runs(now - _KEPT)

    async def _begin_anew(self, *, was_there: bool) -> None:
        """Set up a Temporal that knows nothing: new, or after its storage was lost. The schedule comes last, so that a process
        that dies in between begins again."""
        if was_there:
            _log.error("Temporal lost its storage: all open cases are started again from the record")
        await self._prepare()
        await self._reconcile()
        if was_there:
            again = await asyncio.to_thread(self._record.hand_over_again)
            _log.warning("handed over again", unfinished=again)
        await self._pair.renew()
