"""The ports from the front to the workflows of the cases and of the periodic reports."""

from __future__ import annotations

from typing import Protocol

from domain.complaint import Complaint
from domain.reports.key import ReportKey
from workflows.contract import ActRequest, ChangeProgress
from workflows.reports.contract import ReportActRequest


class Gateway(Protocol):
    """The workflows of the cases; `workflows.gateway.Gateway` is the real one."""

    async def start(self, complaint: Complaint) -> None: ...

    async def start_in_place(self, complaint: Complaint) -> None: ...

    async def run_once_more(self, complaint: Complaint) -> None: ...

    async def act(self, code: str, request: ActRequest) -> None: ...

    async def tell_calendar_change(self, revision: int) -> None: ...

    async def calendar_change(self, revision: int) -> ChangeProgress | None: ...

    async def is_reachable(self) -> bool: ...

    async def has_worker(self) -> bool: ...


class ReportGateway(Protocol):
    """The workflows of periodic reports; `workflows.reports.gateway.ReportGateway` is the real one."""

    async def start(self, key: ReportKey) -> None: ...

    async def act(self, key: ReportKey, request: ReportActRequest) -> None: ...
