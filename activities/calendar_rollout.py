"""Notifies the open cases of a calendar change, one page of cases at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

import structlog
from temporalio import activity

from activities.contract import COUNT_OPEN, TELL, TellRequest, TellResult
from domain.time.decisions import EVERYWHERE, CalendarBook, Reach

_AT_ONCE = 16
"""Cases notified at the same time: enough to keep one worker busy, few enough to leave room for people's acts."""

_log = structlog.get_logger(__name__)


class OpenCases(Protocol):
    """The record as the rollout needs it; `records.cases.repository.Cases` is the real one."""

    def open_codes(self, after: str, limit: int, office: Reach) -> tuple[str, ...]:
        """Return up to `limit` codes of the open cases that days off of this office may move, in order, starting behind
        `after`."""
        ...

    def count_open(self, office: Reach) -> int:
        """Return the number of these cases."""
        ...


class Notifier(Protocol):
    """The notifier of one case; `workflows.calendar_notifier.CalendarNotifier` is the real one."""

    async def tell(self, code: str, revision: int) -> int:
        """Have a case recompute its limits. Return how many moved. Raise any error that keeps it from doing so."""
        ...


class CalendarRollout:
    """Notifies cases. Notifying a case twice changes nothing."""

    def __init__(self, record: OpenCases, notifier: Notifier, book: Callable[[], CalendarBook]) -> None:
        self._record = record
        self._notifier = notifier
        self._book = book

    @activity.defn(name=COUNT_OPEN)
    def count(self, revision: int = 0) -> int:
        """Return how many cases will be notified of a revision."""
        return self._record.count_open(self._office(revision))

    @activity.defn(name=TELL)
    async def tell(self, request: TellRequest) -> TellResult:
        """Notify a page of cases, or only the cases named. The result names the cases that could not be reached."""
        codes = request.only
        if not codes:
            codes = await asyncio.to_thread(self._codes, request)
        page = _Page(self._notifier, request.revision, _told_by_an_earlier_try())
        await page.tell(codes)
        return TellResult(
            last=codes[-1] if codes and not request.only else "",
            told=len(page.limits_moved),
            moved=sum(map(bool, page.limits_moved.values())),
            unreached=tuple(page.unreached),
        )

    def _codes(self, request: TellRequest) -> tuple[str, ...]:
        return self._record.open_codes(request.after, request.limit, self._office(request.revision))

    def _office(self, revision: int) -> Reach:
        """Return the office whose days a revision changed."""
        return next((each.reach for each in self._book().editions if each.revision == revision), EVERYWHERE)


class _Page:
    """A page of cases while it is being notified."""

    def __init__(self, notifier: Notifier, revision: int, limits_moved: dict[str, int]) -> None:
        self.limits_moved = limits_moved
        self.unreached: list[str] = []
        self._notifier = notifier
        self._revision = revision
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def tell(self, codes: tuple[str, ...]) -> None:
        async with asyncio.TaskGroup() as group:
            for code in codes:
                if code not in self.limits_moved:
                    group.create_task(self._tell(code))

    async def _tell(self, code: str) -> None:
        async with self._turns:
            try:
                self.limits_moved[code] = await self._notifier.tell(code, self._revision)
            except Exception as error:  # noqa: BLE001 - one case out of reach must not hold up the others
                _log.warning("case not told", case=code, revision=self._revision, error=type(error).__name__)
                self.unreached.append(code)
            activity.heartbeat(self.limits_moved)


def _told_by_an_earlier_try() -> dict[str, int]:
    details = activity.info().heartbeat_details
    return dict(details[0]) if details else {}
