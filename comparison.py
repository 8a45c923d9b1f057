"""Composes the regular comparison of cases with their workflows: its worker, and what watches over it from outside Temporal."""

from __future__ import annotations

import os
import socket
import uuid
from contextlib import suppress

import structlog
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner

from activities.reconciling import AnotherReconciles, ForeignTemporal, Progress, Reconciler
from activities.regular_comparison import Reconciling
from api.background.comparison_watchdog import ComparisonWatchdog
from api.background.settling import Settling
from domain.pairing import Pairing
from language.pairing import MENDED_BY, PAIRING
from records.errors import RecordsUnavailable
from records.record import Record
from settings import installation_of
from stack.errors import StackError
from stack.namespace import prepare_namespace
from workflows.errors import WorkflowsUnavailable
from workflows.pairing import Pair
from workflows.reconciliation import ReconciliationWorkflow
from workflows.reconciliation_schedule import ReconciliationSchedule
from workflows.roll_call import RollCall
from workflows.search_attributes import kinds


class Comparison:
    """The comparison of one system, whose master secret is `master`. `task_queue` is that of its cases; comparisons have their
    own, so that a long one delays no act."""

    def __init__(self, client: Client, record: Record, task_queue: str, master: bytes) -> None:
        self._client = client
        self._record = record
        self._calls = RollCall(client, task_queue, record.regulations.digest_of)
        self._queue = f"{task_queue}-reconciliation"
        self._schedule = ReconciliationSchedule(client, self._queue)
        self.pair = Pair(record.reconciliation, self._schedule, installation_of(master))

    async def of_own_temporal(self) -> Comparison:
        """Return itself, where this Temporal holds no other system's cases or one side does not answer now.

        Raises:
            ForeignTemporal: it does.
        """
        with suppress(WorkflowsUnavailable, RecordsUnavailable):
            if await self.pair.look() is Pairing.FOREIGN:
                raise ForeignTemporal(f"{PAIRING[Pairing.FOREIGN]} {MENDED_BY[Pairing.FOREIGN]}")
        return self

    def reconciler(self, progress: Progress | None = None) -> Reconciler:
        """Return a reconciler under a name of its own."""
        name = f"{socket.gethostname()} {os.getpid()} {uuid.uuid4().hex[:8]}"
        return Reconciler(self._record.reconciliation, self._calls, self.pair, name, progress)

    def worker(self, runner: WorkflowRunner | None = None) -> Worker:
        """Return the worker of comparisons, one at a time."""
        return Worker(
            self._client,
            task_queue=self._queue,
            workflows=[ReconciliationWorkflow],
            activities=[Reconciling(self.reconciler).reconcile],
            max_concurrent_activities=1,
            max_concurrent_activity_task_polls=1,
            max_concurrent_workflow_task_polls=2,
            workflow_runner=runner or UnsandboxedWorkflowRunner(),
        )

    def watchdog(self) -> ComparisonWatchdog:
        """Return what makes the schedule where it is missing, and compares where the schedule does not."""
        kept = self._record.reconciliation
        return ComparisonWatchdog(kept, self._schedule, self.pair, self._prepare, self._reconcile)

    def settling(self) -> Settling:
        """Return what carries out the decisions of admins."""
        return Settling(self._record.reconciliation, self._calls)

    async def _prepare(self) -> None:
        try:
            await prepare_namespace(self._client, kinds())
        except (StackError, RPCError) as error:
            # Where the namespace is the operators' own, we may not be allowed to change it.
            structlog.get_logger().warning("namespace not prepared", error=type(error).__name__)

    async def _reconcile(self) -> None:
        with suppress(AnotherReconciles, ForeignTemporal):
            await self.reconciler().reconcile()
