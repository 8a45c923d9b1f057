"""Keeps every series of monthly reports running."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta

import structlog
from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy

from activities.contract import SummarySeries
from workflows.contract import SUMMARIES_WORKFLOW, summaries_id
from workflows.starting import start

_EVERY = timedelta(hours=1)
_AFTER_TROUBLE = timedelta(seconds=5)
_log = structlog.get_logger(__name__)


class SummaryStarter:
    """Starts the workflow of each series that runs no more: one that never ran, was ended by hand, or ended while no
    regulation asked for it. `wanted` are the series that regulations ask for now."""

    def __init__(self, wanted: Callable[[], Iterable[SummarySeries]], client: Client, task_queue: str) -> None:
        self._wanted = wanted
        self._client = client
        self._task_queue = task_queue

    async def run(self) -> None:
        """Look for ever."""
        while True:
            try:
                await self.start()
            except Exception as error:  # noqa: BLE001 - Temporal is away; the next round will tell
                _log.warning("monthly reports not started", error=type(error).__name__)
                await asyncio.sleep(_AFTER_TROUBLE.total_seconds())
            else:
                await asyncio.sleep(_EVERY.total_seconds())

    async def start(self) -> None:
        """One round."""
        for series in self._wanted():
            await start(
                self._client,
                SUMMARIES_WORKFLOW,
                series,
                id_=summaries_id(series.authority, series.summary),
                task_queue=self._task_queue,
                summary=f"Báo cáo hằng tháng {series.summary}, {series.authority}",
                may_repeat=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            )
