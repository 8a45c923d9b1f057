"""Keeps the schedule of the regular comparison in Temporal, and few of its past runs."""

from __future__ import annotations

from datetime import datetime, timedelta

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleState,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError, RPCStatusCode

from workflows.contract import RECONCILIATION_WORKFLOW
from workflows.errors import WorkflowsUnavailable

EVERY = timedelta(minutes=5)
"""The time between two comparisons: how long a lost workflow goes unnoticed while Temporal itself is well."""

_PATIENCE = timedelta(seconds=8)
_FORGOTTEN_AT_ONCE = 100


class ReconciliationSchedule:
    """The schedule of the comparison, named as its task queue. Every method may raise WorkflowsUnavailable."""

    def __init__(self, client: Client, task_queue: str, every: timedelta = EVERY) -> None:
        self._client = client
        self._task_queue = task_queue
        self.every = every

    async def note(self) -> str | None:
        """Return what is noted on the schedule, None where Temporal does not know it, as where its storage was lost."""
        try:
            described = await self._client.get_schedule_handle(self._task_queue).describe(rpc_timeout=_PATIENCE)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise WorkflowsUnavailable(error.message) from error
        except RuntimeError as error:
            raise WorkflowsUnavailable(str(error)) from error
        return described.schedule.state.note or ""

    async def write(self, note: str) -> None:
        """Write the note on the schedule, and make it where it is missing."""

        def noted(known: ScheduleUpdateInput) -> ScheduleUpdate:
            known.description.schedule.state.note = note
            return ScheduleUpdate(known.description.schedule)

        handle = self._client.get_schedule_handle(self._task_queue)
        try:
            await handle.update(noted, rpc_timeout=_PATIENCE)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise WorkflowsUnavailable(error.message) from error
            await self._make(note)

    async def _make(self, note: str) -> None:
        """Make the schedule unless it is there."""
        action = ScheduleActionStartWorkflow(
            RECONCILIATION_WORKFLOW,
            id=self._task_queue,
            task_queue=self._task_queue,
            static_summary="Đối chiếu hồ sơ đang mở với quy trình",
        )
        schedule = Schedule(
            action=action,
            spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=self.every)]),
            # A comparison that was missed while Temporal was away is made up for by the next one.
            state=ScheduleState(note=note),
            policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=self.every),
        )
        try:
            await self._client.create_schedule(self._task_queue, schedule, rpc_timeout=_PATIENCE)
        except ScheduleAlreadyRunningError:
            return
        except RPCError as error:
            raise WorkflowsUnavailable(error.message) from error

    async def forget_runs(self, before: datetime) -> int:
        """Delete comparisons that ended before an instant: hundreds a day, of which nobody reads the histories. Return how many
        were deleted."""
        ended = f"WorkflowType = '{RECONCILIATION_WORKFLOW}' AND CloseTime < '{before.isoformat()}'"
        deleted = 0
        try:
            async for each in self._client.list_workflows(ended, limit=_FORGOTTEN_AT_ONCE, rpc_timeout=_PATIENCE):
                request = DeleteWorkflowExecutionRequest(
                    namespace=self._client.namespace,
                    workflow_execution=WorkflowExecution(workflow_id=each.id, run_id=each.run_id),
                )
                await self._client.workflow_service.delete_workflow_execution(request, timeout=_PATIENCE)
                deleted += 1
        except RPCError as error:
            raise WorkflowsUnavailable(error.message) from error
        return deleted
