"""Resumes what was committed while Temporal was down: starts cases, rolls out calendar changes, lets cases learn of merges, gives
back what is left with nobody, carries out successions of agencies and reorganisations, goes on with handovers.

Several workers may sweep at the same time without a lock, because doing anything here twice changes nothing: the workflow id is
the case's code or the calendar's revision, and the act id of a handover is made of the handover and the case.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from starlette.concurrency import run_in_threadpool

from api.cases.acting import gather
from api.cases.parts import ActingParts
from api.staff.handovers.handing_over import begin_returns, go_on
from api.staff.reorganisations import carrying_out as reorganisations
from api.staff.successions import carrying_out as successions
from api.web.problems.problem import Problem
from domain.reconciling import FindingKind
from records.cases.rows import CaseRecord
from records.errors import RecordsUnavailable
from records.reconciliation.rows import Difference
from workflows.errors import ActNotRecorded, AnotherFilingRuns, WorkflowsUnavailable

EVERY = timedelta(seconds=5)
GRACE = timedelta(seconds=5)
"""A report younger than this is left to the request that filed it."""

_BATCH = 100
_HANDED_AT_ONCE = 20  # so that a long handover does not delay the start of reports
_MOVED_AT_ONCE = 100
_PATIENCE = 5.0
_log = structlog.get_logger(__name__)


async def sweep(parts: ActingParts, grace: timedelta = GRACE) -> bool:
    """Run one round. Return whether more may wait: a full batch of cases was started, or a handover goes on."""
    await _roll_out_changes(parts)
    codes = await run_in_threadpool(parts.record.intake.unstarted, grace, _BATCH)
    started = 0
    try:
        for code in codes:
            started += await _start(parts, code)
    except (WorkflowsUnavailable, TimeoutError):
        _log.warning("Temporal is away")  # every other case would time out as well
    if codes:
        _log.info("sweep", waiting=len(codes), started=started)
    await _gather(parts)
    succeeding = await _succeed(parts)
    await run_in_threadpool(begin_returns, parts, grace)
    handing_over = await _hand_over(parts)  # last, so that no report waits for a handover
    return succeeding or handing_over or started == len(codes) == _BATCH


async def _hand_over(parts: ActingParts) -> bool:
    """Go on with unfinished handovers. Return whether more may wait."""
    try:
        return await go_on(parts, _HANDED_AT_ONCE)
    except (WorkflowsUnavailable, TimeoutError):
        _log.warning("Temporal is away")
        return False


async def _succeed(parts: ActingParts) -> bool:
    """Carry out the successions and reorganisations that have come. Return whether more cases may wait to be moved."""
    try:
        moving = await successions.carry_out(parts, _MOVED_AT_ONCE)
        return await reorganisations.carry_out(parts, _MOVED_AT_ONCE) or moving
    except (WorkflowsUnavailable, TimeoutError):
        _log.warning("Temporal is away")
        return False


async def _gather(parts: ActingParts) -> None:
    """Let cases learn of merges that were recorded without them."""
    waiting = await run_in_threadpool(parts.record.cases.to_gather, _BATCH)
    for main in dict.fromkeys(main for main, _ in waiting):
        try:
            await gather(parts, main)
        except (WorkflowsUnavailable, TimeoutError):
            _log.warning("Temporal is away")
            return
        except (Problem, ActNotRecorded) as error:
            _log.warning("merge not gathered", case=main, error=type(error).__name__)


async def _roll_out_changes(parts: ActingParts) -> None:
    for revision in await run_in_threadpool(parts.record.calendar.untold):
        try:
            async with asyncio.timeout(_PATIENCE):
                await parts.gateway.tell_calendar_change(revision)
        except (WorkflowsUnavailable, TimeoutError):
            _log.warning("Temporal is away")
            return
        await run_in_threadpool(parts.record.calendar.mark_told, revision)
        _log.info("telling started", revision=revision)


async def _start(parts: ActingParts, code: str) -> bool:
    try:
        record = await run_in_threadpool(parts.record.cases.find, code)
        if record is None:
            return False
        async with asyncio.timeout(_PATIENCE):
            try:
                await parts.gateway.start(record.complaint)
            except AnotherFilingRuns:
                await _set_aside(parts, record)
        await run_in_threadpool(parts.record.intake.mark_started, code)
    except (WorkflowsUnavailable, RecordsUnavailable, TimeoutError):
        raise
    except Exception as error:  # noqa: BLE001 - one case that cannot be started must not hold up the others
        _log.warning("case not started", case=code, error=type(error).__name__)
        return False
    return True


async def _set_aside(parts: ActingParts, record: CaseRecord) -> None:
    """Start a case in the place of another filing's workflow, and keep for the admins that there was one."""
    complaint = record.complaint
    another = Difference(record.code, FindingKind.ANOTHER, complaint.number)
    await run_in_threadpool(parts.record.reconciliation.found, [another])
    await parts.gateway.start_in_place(complaint)
    _log.error("another filing's workflow had this code and was replaced", case=record.code)
