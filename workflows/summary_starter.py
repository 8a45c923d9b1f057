"""A background job: keeps every series of monthly reports running."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy

from activities.contract import SummarySeries
from procedures import all_procedures
from workflows.contract import SUMMARIES_WORKFLOW, summaries_id
from workflows.starting import start

EVERY = timedelta(hours=1)
AFTER_FAILURE = timedelta(seconds=5)


def wanted() -> list[SummarySeries]:
    """Return the series of monthly reports that the regulations in force require."""
    return [SummarySeries(each.id, rule.id) for each in all_procedures().values() for rule in each.summaries]


class SummaryStarter:
    """Starts the workflow of each series that is not running: it never ran, was ended by hand, or ended while no regulation
    required it. `wanted` returns the series that regulations require now."""

    def __init__(self, wanted: Callable[[], Iterable[SummarySeries]], client: Client, task_queue: str) -> None:
        self._wanted = wanted
        self._client = client
        self._task_queue = task_queue

    async def start(self) -> None:
        """Run one round."""
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
