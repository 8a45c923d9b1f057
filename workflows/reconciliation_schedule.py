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
)
from temporalio.service import RPCError, RPCStatusCode

from workflows.contract import RECONCILIATION_WORKFLOW
from workflows.errors import WorkflowsUnavailable

SCHEDULE = "reconciliation"
EVERY = timedelta(minutes=5)
"""The time between two comparisons: how long a lost workflow goes unnoticed while Temporal itself is well."""

_PATIENCE = timedelta(seconds=8)
_FORGOTTEN_AT_ONCE = 100


class ReconciliationSchedule:
    """The schedule of the comparison. Every method may raise WorkflowsUnavailable."""

    def __init__(self, client: Client, task_queue: str, every: timedelta = EVERY) -> None:
        self._client = client
        self._task_queue = task_queue
        self.every = every

    async def is_there(self) -> bool:
        """Return whether Temporal knows the schedule. It does not where its storage was lost."""
        try:
            await self._client.get_schedule_handle(SCHEDULE).describe(rpc_timeout=_PATIENCE)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise WorkflowsUnavailable(error.message) from error
        except RuntimeError as error:
            raise WorkflowsUnavailable(str(error)) from error
        return True

    async def make(self) -> None:
        """Make the schedule unless it is there."""
        action = ScheduleActionStartWorkflow(
            RECONCILIATION_WORKFLOW,
            id=SCHEDULE,
            task_queue=self._task_queue,
            static_summary="Đối chiếu hồ sơ đang mở với quy trình",
        )
        schedule = Schedule(
            action=action,
            spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=self.every)]),
            # A comparison that was missed while Temporal was away is made up for by the next one.
            policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=self.every),
        )
        try:
            await self._client.create_schedule(SCHEDULE, schedule, rpc_timeout=_PATIENCE)
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
