"""Starts what was committed and never started while Temporal was away: reports, changes of the calendar, handovers."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from starlette.concurrency import run_in_threadpool

from api.staff.handovers.handing_over import go_on
from api.web.front import Front
from api.web.gateway import Gateway
from records.calendar.calendar import Calendar
from records.errors import RecordsUnavailable
from records.record import Record
from workflows.errors import WorkflowsUnavailable

EVERY = timedelta(seconds=5)
GRACE = timedelta(seconds=5)
"""A report younger than this may still be started by the request that brought it."""

_BATCH = 100
_HANDED_AT_ONCE = 20  # so that reports that wait to be started do not wait for a long handover
_PATIENCE = 5.0
_log = structlog.get_logger(__name__)


async def sweep_for_ever(front: Front, every: timedelta = EVERY) -> None:
    """Sweep again and again, whatever goes wrong."""
    while True:
        try:
            more = await sweep(front)
        except Exception as error:  # noqa: BLE001 - the database may be away as well; the next round will tell
            _log.warning("sweep failed", error=type(error).__name__)
            more = False
        if not more:
            await asyncio.sleep(every.total_seconds())


async def sweep(front: Front, grace: timedelta = GRACE) -> bool:
    """Start what waits. Gives whether more may wait: a full batch of cases, all of it started."""
    await _tell_changes(front.record.calendar, front.gateway)
    codes = await run_in_threadpool(front.record.intake.unstarted, grace, _BATCH)
    started = 0
    try:
        for code in codes:
            started += await _start(front.record, front.gateway, code)
    except (WorkflowsUnavailable, TimeoutError):
        _log.warning("Temporal is away")  # the rest would only wait as long
    if codes:
        _log.info("sweep", waiting=len(codes), started=started)
    handing_over = await _hand_over(front)  # last, for reports wait for nobody
    return handing_over or started == len(codes) == _BATCH


async def _hand_over(front: Front) -> bool:
    """Go on with handovers that were begun and left. Gives whether more may wait."""
    try:
        return await go_on(front, _HANDED_AT_ONCE)
    except (WorkflowsUnavailable, TimeoutError):
        _log.warning("Temporal is away")
        return False


async def _tell_changes(calendar: Calendar, gateway: Gateway) -> None:
    for revision in await run_in_threadpool(calendar.untold):
        try:
            async with asyncio.timeout(_PATIENCE):
                await gateway.tell_calendar_change(revision)
        except (WorkflowsUnavailable, TimeoutError):
            _log.warning("Temporal is away")
            return
        await run_in_threadpool(calendar.mark_told, revision)
        _log.info("telling started", revision=revision)


async def _start(record: Record, gateway: Gateway, code: str) -> bool:
    try:
        case = await run_in_threadpool(record.cases.find, code)
        if case is None:
            return False
        async with asyncio.timeout(_PATIENCE):
            await gateway.start(case.complaint)
        await run_in_threadpool(record.intake.mark_started, code)
    except (WorkflowsUnavailable, RecordsUnavailable, TimeoutError):
        raise
    except Exception as error:  # noqa: BLE001 - one case that cannot be started must not hold up the others
        _log.warning("case not started", case=code, error=type(error).__name__)
        return False
    return True
