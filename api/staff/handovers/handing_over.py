"""An officer's open cases go to another, case by case through the case's own door, on from wherever it was left."""

from __future__ import annotations

import asyncio
import uuid

import structlog
from starlette.concurrency import run_in_threadpool

from api.cases.acting import do_once
from api.cases.parts import ActingParts
from api.web.problems.kinds import ACT_NOT_RECORDED
from api.web.problems.problem import Problem
from domain.acts import Assign
from records.staff.rows import Handover, HandoverCase, HandoverState
from workflows.errors import ActNotRecorded

AT_ONCE = 4
_log = structlog.get_logger(__name__)


async def hand_over(parts: ActingParts, handover: Handover, most: int) -> bool:
    """Hand over up to `most` of the cases that wait. Gives whether more wait.

    Raises:
        WorkflowsUnavailable: Temporal is away; what waits goes on waiting.
        RecordsUnavailable: the same, for the record.
    """
    waiting = [case for case in handover.cases if case.state is HandoverState.WAITING]
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(code: str) -> None:
        async with turns:
            case = await _handed_over(parts, handover, code)
            await run_in_threadpool(parts.record.handovers.settle_case, handover.id, case)

    results = await asyncio.gather(*(one(case.code) for case in waiting[:most]), return_exceptions=True)
    for failed in results:
        if isinstance(failed, BaseException):
            raise failed
    return len(waiting) > most


async def _handed_over(parts: ActingParts, handover: Handover, code: str) -> HandoverCase:
    """What became of one case. The act's id is made of the handover's and the code: one act, however often it is tried."""
    record = await run_in_threadpool(parts.record.cases.find, code)
    act_id = str(uuid.uuid5(uuid.UUID(handover.id), code))
    if await run_in_threadpool(lambda: parts.record.cases.act_entries(code, act_id)):
        return HandoverCase(code, HandoverState.DONE)
    if record is None or record.complaint.officer != handover.from_account:
        return HandoverCase(code, HandoverState.LEFT, "Hồ sơ không còn là việc của cán bộ này.")
    try:
        await do_once(parts, record, handover.by, act_id, Assign(officer=handover.to_account))
    except Problem as refused:
        return HandoverCase(code, HandoverState.LEFT, refused.detail)
    except ActNotRecorded:
        return HandoverCase(code, HandoverState.LEFT, ACT_NOT_RECORDED.detail)
    return HandoverCase(code, HandoverState.DONE)


async def go_on(parts: ActingParts, most: int) -> bool:
    """Go on with what was begun and left. Gives whether more waits."""
    begun = await run_in_threadpool(parts.record.handovers.unfinished, 1)
    for handover_id in begun:
        more = await hand_over(parts, await run_in_threadpool(parts.record.handovers.find, handover_id), most)
        _log.info("handover goes on", handover=handover_id, more=more)
    return bool(begun)
