"""Carry out the successions whose day has come: people and delegations first, then each open case by an act of its own.

What waits stands in the record: the open cases that are still with the agency. So a round that is interrupted, or that several
workers run at once, does nothing twice.
"""

from __future__ import annotations

import asyncio

import structlog
from starlette.concurrency import run_in_threadpool

from api.cases.acting import do_once
from api.cases.parts import ActingParts
from api.cases.succeeding import move_due
from api.web.problems.problem import Problem
from domain.offices.succession import Succession
from workflows.errors import ActNotRecorded

_AT_ONCE = 16
_log = structlog.get_logger(__name__)


async def carry_out(parts: ActingParts, most: int) -> bool:
    """Move up to `most` cases of each succession that has come. Return whether more may wait.

    Raises:
        WorkflowsUnavailable, RecordsUnavailable: the next round goes on.
    """
    more = False
    for succession in await run_in_threadpool(parts.record.successions.unfinished):
        await run_in_threadpool(parts.record.successions.begin, succession, parts.clock())
        more = await _move(parts, succession, most) or more
    return more


async def _move(parts: ActingParts, succession: Succession, most: int) -> bool:
    """Move cases, passing over those that cannot be moved now. Return whether more may wait."""
    store, after, moved = parts.record.successions, "", 0
    while moved < most and (codes := await run_in_threadpool(store.waiting, succession, after, most)):
        moved += sum(await _all_moved(parts, codes))
        after = codes[-1]
    if moved < most and not await run_in_threadpool(store.count_waiting, succession):
        await run_in_threadpool(store.finish, succession, parts.clock())
        _log.info("succession carried out", succession=succession.id)
    return moved >= most


async def _all_moved(parts: ActingParts, codes: tuple[str, ...]) -> list[bool]:
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(code: str) -> bool:
        async with turns:
            return await _moved(parts, code)

    results = await asyncio.gather(*(one(code) for code in codes), return_exceptions=True)
    for failed in results:
        if isinstance(failed, BaseException):
            raise failed
    return [result is True for result in results]


async def _moved(parts: ActingParts, code: str) -> bool:
    """Move one case. Return whether it was moved."""
    case = await run_in_threadpool(parts.record.cases.find, code)
    sent = await run_in_threadpool(move_due, parts.record, case.complaint) if case else None
    if case is None or sent is None:
        return False
    try:
        await do_once(parts, case, sent)
    except (Problem, ActNotRecorded) as error:
        _log.warning("case not moved to the heir", case=code, error=type(error).__name__)
        return False
    return True
