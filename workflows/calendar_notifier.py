"""Notifies one case of a calendar change."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Protocol

from domain.complaint import Complaint
from workflows.errors import CaseNotRunning
from workflows.gateway import Gateway

_PATIENCE = timedelta(seconds=30)
"""The time to wait for one case. No person waits for the answer, and a busy worker should not be asked twice."""


class StoredCases(Protocol):
    """The record as notifying a case needs it; `records.cases.repository.Cases` is the real one."""

    def complaint(self, code: str) -> Complaint | None:
        """Return a case as it stands in the record."""
        ...


class CalendarNotifier:
    """Notifies a case through the gateway. A case that was filed while Temporal was down is started first."""

    def __init__(self, gateway: Gateway, record: StoredCases) -> None:
        self._gateway = gateway
        self._record = record

    async def tell(self, code: str, revision: int) -> int:
        """Have a case recompute its limits. Return how many moved; none do in a case that has ended.

        Raises:
            CaseNotRunning: no workflow runs for a case that is open in the record.
            WorkflowsUnavailable: no answer in time.
        """
        try:
            return await self._gateway.calendar_changed(code, revision, patience=_PATIENCE)
        except CaseNotRunning:
            complaint = await asyncio.to_thread(self._record.complaint, code)
            if complaint is None or complaint.status.is_final:
                return 0
            await self._gateway.start(complaint, patience=_PATIENCE)
            return await self._gateway.calendar_changed(code, revision, patience=_PATIENCE)
