"""How a case hears that the calendar changed, started or not."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Protocol

from domain.complaint import Complaint
from workflows.errors import CaseNotRunning
from workflows.gateway import Gateway

_PATIENCE = timedelta(seconds=30)
"""How long one case is waited for: nobody sits in front of a screen, and a busy worker should not be asked twice."""


class StoredCases(Protocol):
    """The record as reaching a case needs it."""

    def complaint(self, code: str) -> Complaint | None:
        """A case as it stands in the record."""
        ...


class CaseTeller:
    """Tells a case through the gateway. One that was taken in while Temporal was away is started first."""

    def __init__(self, gateway: Gateway, record: StoredCases) -> None:
        self._gateway = gateway
        self._record = record

    async def tell(self, code: str, revision: int) -> int:
        """Have a case follow the calendar; gives how many of its limits moved. A case that has ended needs nothing.

        Raises:
            CaseNotRunning: the record holds it as open, and yet no workflow runs for it.
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
