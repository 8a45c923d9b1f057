"""The port from the front to the workflows of the cases."""

from __future__ import annotations

from typing import Protocol

from domain.complaint import Complaint
from workflows.contract import ActRequest, ChangeProgress


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
