"""Asks cases whether their workflow knows all that the record holds of them.

A worker that dies after the commit of an act and before the end of its workflow task leaves an event that the workflow does not
know. Temporal hands the task to another worker, which catches up. Only an act whose front and Temporal server died too is given
to nobody; this job finds it. Each case is asked once after its last event, so at human pace once for each act.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog

from records.cases.quiet import QuietBatch, QuietCase
from workflows.errors import CaseNotRunning, WorkflowsUnavailable

EVERY = timedelta(seconds=10)
QUIET = timedelta(seconds=30)
"""The time after an event in which its own workflow task, or the retry of it, may still be under way."""

_BATCH = 100
_AT_ONCE = 4
_PATIENCE = timedelta(seconds=8)
_log = structlog.get_logger(__name__)


class Quiet(Protocol):
    """The record as this job needs it; `records.cases.quiet.QuietCases` is the real one."""

    def next(self, quiet: timedelta, limit: int) -> QuietBatch:
        """Return up to `limit` cases behind the mark whose last event is older than `quiet`."""
        ...

    def move_on(self, batch: QuietBatch) -> None:
        """Move the mark behind a batch."""
        ...


class Workflows(Protocol):
    """The workflows as this job needs them; `workflows.gateway.Gateway` is the real one."""

    async def catch_up(self, code: str, number: int, *, patience: timedelta) -> bool:
        """Have a case apply what the record holds. Return whether it lacked any of it."""
        ...


class CatchingUp:
    """Asks batch after batch. A case that does not answer is asked again in later rounds."""

    def __init__(self, record: Quiet, workflows: Workflows, quiet: timedelta = QUIET) -> None:
        self._record = record
        self._workflows = workflows
        self._quiet = quiet
        self._again: dict[str, QuietCase] = {}

    async def round(self) -> bool:
        """Ask one batch. Return whether more may wait.

        Raises:
            WorkflowsUnavailable: no case answered. The same cases are asked in the next round.
        """
        batch = await asyncio.to_thread(self._record.next, self._quiet, _BATCH)
        asked = {case.code: case for case in (*self._again.values(), *batch.cases)}
        turns = asyncio.Semaphore(_AT_ONCE)
        answered = await asyncio.gather(*(self._asks(case, turns) for case in asked.values()))
        if asked and not any(answered):
            raise WorkflowsUnavailable("no case answered")
        silent = [case for case, has in zip(asked.values(), answered, strict=True) if not has]
        self._again = {case.code: case for case in silent[:_BATCH]}
        await asyncio.to_thread(self._record.move_on, batch)
        return batch.full

    async def _asks(self, case: QuietCase, turns: asyncio.Semaphore) -> bool:
        """Ask one case. Return whether it answered."""
        async with turns:
            try:
                if await self._workflows.catch_up(case.code, case.number, patience=_PATIENCE):
                    _log.warning("workflow caught up with the record", case=case.code, number=case.number)
            except CaseNotRunning:
                return True  # it has ended, or is yet to be started with all that happened
            except WorkflowsUnavailable:
                _log.warning("case did not answer", case=case.code)
                return False
        return True
