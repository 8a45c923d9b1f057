"""Carry out the reorganisations whose day has come: names and offices first, then each open case that goes over to another text,
by an act of its own.

What waits stands in the record: the open cases that still follow the text before. So a round that is interrupted, or that several
workers run at once, does nothing twice.
"""

from __future__ import annotations

import asyncio

import structlog
from starlette.concurrency import run_in_threadpool

from api.cases.acting import do_once
from api.cases.going_over import going_over
from api.cases.parts import ActingParts
from api.web.offices import ProceduresInForce
from api.web.problems.problem import Problem
from domain.offices.reorganisation import Reorganisation
from workflows.errors import ActNotRecorded

_AT_ONCE = 16
_log = structlog.get_logger(__name__)


async def carry_out(parts: ActingParts, most: int) -> bool:
    """Let up to `most` cases of each reorganisation that has come go over. Return whether more may wait.

    Raises:
        WorkflowsUnavailable, RecordsUnavailable: the next round goes on.
    """
    more, procedures = False, ProceduresInForce(parts.record.offices)
    for plan in await run_in_threadpool(parts.record.reorganisations.unfinished):
        await run_in_threadpool(parts.record.reorganisations.begin, plan, parts.clock())
        more = await _go_over(parts, procedures, plan, most) or more
    return more


async def _go_over(parts: ActingParts, procedures: ProceduresInForce, plan: Reorganisation, most: int) -> bool:
    """Let cases go over, passing over those that cannot now. Return whether more may wait."""
    store, moved = parts.record.reorganisations, 0
    if plan.joins is not None and await run_in_threadpool(_has_endings, parts, plan):
        return False  # each case leaves an agency that ended while that agency's successions still hold for it
    for closed in (False, True):
        after = ""
        while moved < most and (codes := await run_in_threadpool(_waiting, parts, plan, after, most, closed=closed)):
            moved += sum(await _all_over(parts, procedures, codes))
            after = codes[-1]
    if moved < most and not await run_in_threadpool(store.count_waiting, plan):
        await run_in_threadpool(store.finish, plan, parts.clock())
        _log.info("reorganisation carried out", reorganisation=plan.id)
    return moved >= most


def _has_endings(parts: ActingParts, plan: Reorganisation) -> bool:
    """Return whether cases still wait to leave agencies of this authority that have ended."""
    waiting = (each for each in parts.record.successions.unfinished() if each.authority == plan.authority)
    return any(parts.record.successions.count_waiting(each) for each in waiting)


def _waiting(parts: ActingParts, plan: Reorganisation, after: str, limit: int, *, closed: bool) -> tuple[str, ...]:
    return parts.record.reorganisations.waiting(plan, after, limit, closed=closed)


async def _all_over(parts: ActingParts, procedures: ProceduresInForce, codes: tuple[str, ...]) -> list[bool]:
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(code: str) -> bool:
        async with turns:
            return await _over(parts, procedures, code)

    results = await asyncio.gather(*(one(code) for code in codes), return_exceptions=True)
    for failed in results:
        if isinstance(failed, BaseException):
            raise failed
    return [result is True for result in results]


async def _over(parts: ActingParts, procedures: ProceduresInForce, code: str) -> bool:
    """Let one case go over. Return whether it did."""
    case = await run_in_threadpool(parts.record.cases.find, code)
    sent = await run_in_threadpool(going_over, parts, procedures, case.complaint) if case else None
    if case is None or sent is None:
        return False
    try:
        await do_once(parts, case, sent)
    except (Problem, ActNotRecorded) as error:
        _log.warning("case not gone over to another text", case=code, error=type(error).__name__)
        return False
    return True
