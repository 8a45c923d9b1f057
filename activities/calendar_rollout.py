"""Telling the open cases, a page at a time, that the calendar changed."""

from __future__ import annotations

import asyncio
from typing import Protocol

import structlog
from temporalio import activity

from activities.contract import COUNT_OPEN, TELL, TellRequest, Told

_AT_ONCE = 16
"""Cases told at the same time: enough to keep one worker busy, few enough to leave people's acts room."""

_log = structlog.get_logger(__name__)


class OpenCases(Protocol):
    """The record as telling needs it; `records.reading.Reader` is the real one."""

    def open_codes(self, after: str, limit: int) -> tuple[str, ...]:
        """Codes of open cases in order, from the one after `after` on."""
        ...

    def count_open(self) -> int:
        """How many open cases there are."""
        ...


class Teller(Protocol):
    """The way to a case."""

    async def tell(self, code: str, revision: int) -> int:
        """Have a case follow the calendar; gives how many of its limits moved. Raises whatever keeps it from being told."""
        ...


class Telling:
    """Tells cases, however many there are. Telling one twice changes nothing."""

    def __init__(self, record: OpenCases, teller: Teller) -> None:
        self._record = record
        self._teller = teller

    @activity.defn(name=COUNT_OPEN)
    def count(self) -> int:
        """How many cases are to be told."""
        return self._record.count_open()

    @activity.defn(name=TELL)
    async def tell(self, request: TellRequest) -> Told:
        """Tell a page of cases, or just those named. Those that cannot be reached are named in the answer."""
        codes = request.only
        if not codes:
            codes = await asyncio.to_thread(self._record.open_codes, request.after, request.limit)
        page = _Page(self._teller, request.revision, _told_by_an_earlier_try())
        await page.tell(codes)
        return Told(
            last=codes[-1] if codes and not request.only else "",
            told=len(page.limits_moved),
            moved=sum(map(bool, page.limits_moved.values())),
            unreached=tuple(page.unreached),
        )


class _Page:
    """One page being told."""

    def __init__(self, teller: Teller, revision: int, limits_moved: dict[str, int]) -> None:
        self.limits_moved = limits_moved
        self.unreached: list[str] = []
        self._teller = teller
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
                self.limits_moved[code] = await self._teller.tell(code, self._revision)
            except Exception as error:  # noqa: BLE001 - one case out of reach must not keep the others from being told
                _log.warning("case not told", case=code, revision=self._revision, error=type(error).__name__)
                self.unreached.append(code)
            activity.heartbeat(self.limits_moved)


def _told_by_an_earlier_try() -> dict[str, int]:
    details = activity.info().heartbeat_details
    return dict(details[0]) if details else {}
