"""Carries out what admins decided on differences between cases and their workflows.

Several workers may do so at the same time: a workflow that is replaced twice from the same standing rings nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog

from domain.complaint import Complaint
from domain.outages import outage_of
from domain.reconciling import Choice
from domain.time.outage import Outage
from records.reconciliation.rows import KnownFinding, Rebuild
from workflows.errors import WorkflowsUnavailable

EVERY = timedelta(seconds=5)
_BATCH = 20
_log = structlog.get_logger(__name__)


class Record(Protocol):
    """The record as this job needs it; `records.reconciliation.repository.Reconciliation` is the real one."""

    def now(self) -> datetime:
        """Return the instant by the database's clock."""
        ...

    def decided_findings(self, limit: int) -> tuple[KnownFinding, ...]:
        """Return the findings whose decision is yet to be carried out."""
        ...

    def rebuilds(self, codes: Sequence[str]) -> tuple[Rebuild, ...]:
        """Return what the workflow of each open case is started from."""
        ...

    def settled(self, id_: UUID) -> None:
        """Record that the decision was carried out."""
        ...


class Workflows(Protocol):
    """The workflows as this job needs them; `workflows.roll_call.RollCall` is the real one."""

    async def replace(self, complaint: Complaint, done: dict[str, int], outage: Outage) -> None:
        """Start the workflow of a case in the place of the one that runs."""
        ...

    async def end(self, code: str, reason: str) -> None:
        """End a workflow."""
        ...


class Settling:
    """Carries out one decision after another. What fails is tried again in the next round."""

    def __init__(self, record: Record, workflows: Workflows) -> None:
        self._record = record
        self._workflows = workflows

    async def round(self) -> bool:
        """Carry out a batch. Return whether more may wait.

        Raises:
            WorkflowsUnavailable: Temporal does not answer. The rest waits.
        """
        decided = await asyncio.to_thread(self._record.decided_findings, _BATCH)
        done = 0
        for finding in decided:
            done += await self._settle(finding)
        return done == _BATCH

    async def _settle(self, finding: KnownFinding) -> bool:
        code = finding.difference.code
        try:
            match finding.choice:
                case Choice.REBUILD:
                    await self._rebuild(code)
                case Choice.END:
                    await self._workflows.end(code, "the record does not know this case")
                case Choice.LEAVE:
                    pass
                case _:
                    return False  # a choice of a later release is for a worker of that release
        except WorkflowsUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - one decision that cannot be carried out must not hold up the others
            _log.warning("decision not carried out", case=code, error=type(error).__name__)
            return False
        await asyncio.to_thread(self._record.settled, finding.id)
        _log.info("finding settled", case=code, choice=finding.choice)
        return True

    async def _rebuild(self, code: str) -> None:
        """Start the workflow from the record. One of a case that has ended there is ended too."""
        rebuilds = await asyncio.to_thread(self._record.rebuilds, [code])
        if not rebuilds:
            await self._workflows.end(code, "the case has ended in the record")
            return
        [rebuild] = rebuilds
        now = await asyncio.to_thread(self._record.now)
        outage = outage_of(rebuild.complaint, seen_at=None, recorded_at=rebuild.last_recorded_at, now=now)
        await self._workflows.replace(rebuild.complaint, rebuild.done, outage)
