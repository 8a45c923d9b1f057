"""Calls the workflows of cases and of calendar changes."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import (
    Client,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain.complaint import Complaint
from domain.procedure import Procedure
from domain.refusals import Refusal, RefusalKind
from workflows.contract import (
    ANOTHER_FILING,
    CALENDAR_CHANGE_WORKFLOW,
    CALENDAR_CHANGED,
    CATCH_UP,
    COMPLAINT_WORKFLOW,
    FILING,
    NOTHING_MISSING,
    PROGRESS,
    REFUSED,
    ActRequest,
    CalendarChanged,
    CaseStart,
    CatchUp,
    ChangeProgress,
    ChangeStart,
    change_id,
)
from workflows.errors import ActNotRecorded, ActRefused, AnotherFilingRuns, CaseNotRunning, WorkflowsUnavailable
from workflows.search_attributes import typed, values_of
from workflows.web_ui_texts import case_details, case_summary

T = TypeVar("T")

PATIENCE = timedelta(seconds=8)
"""The time that a person waits for an answer before the page asks to try again."""

_ENDED_MEANWHILE = "AcceptedUpdateCompletedWorkflow"


class Gateway:
    """Starts cases and sends acts and calendar changes to them.

    `digest_of` returns the digest under which the record holds a procedure: the name by which a workflow knows it.
    """

    def __init__(self, client: Client, task_queue: str, digest_of: Callable[[Procedure], str]) -> None:
        self._client = client
        self._task_queue = task_queue
        self._digest_of = digest_of

    async def start(self, complaint: Complaint, *, patience: timedelta = PATIENCE) -> None:
        """Start the case's workflow unless it was started before.

        Raises:
            AnotherFilingRuns: under this code Temporal knows the workflow of another filing. It is left as it is.
            WorkflowsUnavailable: Temporal did not answer within `patience`.
        """
        await self._start(complaint, WorkflowIDReusePolicy.REJECT_DUPLICATE, patience)

    async def start_in_place(self, complaint: Complaint, *, patience: timedelta = PATIENCE) -> None:
        """Start the case's workflow in the place of another filing's, which is terminated. Temporal keeps its history.

        Raises:
            WorkflowsUnavailable: Temporal did not answer within `patience`.
        """
        terminate = WorkflowIDConflictPolicy.TERMINATE_EXISTING
        await self._start(complaint, WorkflowIDReusePolicy.ALLOW_DUPLICATE, patience, terminate)

    async def run_once_more(self, complaint: Complaint, *, patience: timedelta = PATIENCE) -> None:
        """Start the workflow of a closed case for one act. Raises as `start` does."""
        await self._start(complaint, WorkflowIDReusePolicy.ALLOW_DUPLICATE, patience)

    async def _start(
        self,
        complaint: Complaint,
        reuse: WorkflowIDReusePolicy,
        patience: timedelta,
        conflict: WorkflowIDConflictPolicy = WorkflowIDConflictPolicy.FAIL,
    ) -> None:
        try:
            await _answered(
                self._client.start_workflow(
                    COMPLAINT_WORKFLOW,
                    CaseStart.of(complaint, self._digest_of(complaint.procedure)),
                    id=complaint.code,
                    task_queue=self._task_queue,
                    id_reuse_policy=reuse,
                    id_conflict_policy=conflict,
                    memo={FILING: complaint.filing},
                    search_attributes=typed(values_of(complaint)),
                    static_summary=case_summary(complaint),
                    static_details=case_details(complaint),
                    rpc_timeout=patience,
                ),
                patience,
            )
        except WorkflowAlreadyStartedError:
            await self._require_same_filing(complaint, patience)

    async def _require_same_filing(self, complaint: Complaint, patience: timedelta) -> None:
        """Check that the workflow under this code is this filing's. One that an earlier release started does not say."""
        described = await _answered(
            self._client.get_workflow_handle(complaint.code).describe(rpc_timeout=patience), patience
        )
        filing = await described.memo_value(FILING, "", type_hint=str)
        if filing not in ("", complaint.filing):
            raise AnotherFilingRuns(f"{complaint.code} runs for the filing of {filing}")

    async def act(self, code: str, request: ActRequest, *, patience: timedelta = PATIENCE) -> None:
        """Have an act done and recorded.

        Raises:
            ActRefused: `decide()` refused it.
            ActNotRecorded: the record refused it permanently.
            AnotherFilingRuns: the workflow under this code belongs to another filing.
            CaseNotRunning: the case ended, or was never started.
            WorkflowsUnavailable: no answer within `patience`. The act may still be done, but never twice.
        """
        handle = self._client.get_workflow_handle(code)
        try:
            await _answered(
                handle.execute_update(request.act.kind, request, id=request.act_id, rpc_timeout=patience), patience
            )
        except WorkflowUpdateFailedError as failed:
            raise _as_ours(failed) from failed

    async def catch_up(self, code: str, number: int, *, filing: str = "", patience: timedelta = PATIENCE) -> bool:
        """Have a case apply what the record holds up to event `number`. Return whether it lacked any of it.

        Raises:
            AnotherFilingRuns: the workflow under this code belongs to another filing than `filing`.
            CaseNotRunning: the case ended, or was never started.
            WorkflowsUnavailable: no answer within `patience`.
        """
        handle = self._client.get_workflow_handle(code)
        update = handle.execute_update(CATCH_UP, CatchUp(number, filing), rpc_timeout=patience)
        try:
            await _answered(update, patience)
        except WorkflowUpdateFailedError as failed:
            if isinstance(failed.cause, ApplicationError) and failed.cause.type == NOTHING_MISSING:
                return False
            raise _as_ours(failed) from failed
        return True

    async def calendar_changed(self, code: str, revision: int, *, patience: timedelta = PATIENCE) -> int:
        """Have a case recompute its limits. Return how many moved; for a repeated revision, none.

        Raises:
            CaseNotRunning: the case ended, or was never started.
            WorkflowsUnavailable: no answer within `patience`.
        """
        try:
            return await self._tell(code, revision, f"calendar:{revision}", patience)
        except ApplicationError:
            # An earlier update failed permanently, so its id returns that failure each time. The cause may be gone by now.
            return await self._tell(code, revision, f"calendar:{revision}:{uuid.uuid4().hex}", patience)

    async def _tell(self, code: str, revision: int, update_id: str, patience: timedelta) -> int:
        """Raises ApplicationError where the case could not recompute its limits."""
        update = self._client.get_workflow_handle(code).execute_update(
            CALENDAR_CHANGED, CalendarChanged(revision), id=update_id, result_type=int, rpc_timeout=patience
        )
        try:
            moved: int = await _answered(update, patience)
        except WorkflowUpdateFailedError as failed:
            error = _as_ours(failed)
            if isinstance(error, ActRefused | CaseNotRunning):
                raise CaseNotRunning from failed
            raise ApplicationError(str(failed.cause)) from failed
        return moved

    async def tell_calendar_change(self, revision: int, *, patience: timedelta = PATIENCE) -> None:
        """Start the rollout of a revision to every open case, unless it is running. A repeated rollout changes nothing.

        Raises:
            WorkflowsUnavailable: Temporal did not answer within `patience`.
        """
        await _answered(
            self._client.start_workflow(
                CALENDAR_CHANGE_WORKFLOW,
                ChangeStart(ChangeProgress(revision)),
                memo={PROGRESS: ChangeProgress(revision)},
                id=change_id(revision),
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                static_summary=f"Lịch làm việc, lần thay đổi {revision}: báo các hồ sơ đang mở",
                rpc_timeout=patience,
            ),
            patience,
        )

    async def calendar_change(self, revision: int, *, patience: timedelta = PATIENCE) -> ChangeProgress | None:
        """Return the progress of a rollout; None where it never began or is past Temporal's retention.

        Raises:
            WorkflowsUnavailable: Temporal did not answer within `patience`. A busy worker does not delay the answer.
        """
        handle = self._client.get_workflow_handle(change_id(revision))
        try:
            described = await _answered(handle.describe(rpc_timeout=patience), patience)
        except CaseNotRunning:
            return None
        return await described.memo_value(PROGRESS, type_hint=ChangeProgress)

    async def is_reachable(self) -> bool:
        """Return whether Temporal answers."""
        try:
            return await _answered(
                self._client.service_client.check_health(timeout=timedelta(seconds=2)), timedelta(seconds=2)
            )
        except WorkflowsUnavailable:
            return False

    async def has_worker(self) -> bool:
        """Return whether any worker asks Temporal for the tasks of cases. Temporal remembers one for minutes after it has gone.

        Raises:
            WorkflowsUnavailable: Temporal did not answer.
        """
        asked = DescribeTaskQueueRequest(
            namespace=self._client.namespace,
            task_queue=TaskQueue(name=self._task_queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
        patience = timedelta(seconds=2)
        described = await _answered(
            self._client.workflow_service.describe_task_queue(asked, timeout=patience), patience
        )
        return bool(described.pollers)


async def _answered(call: Awaitable[T], patience: timedelta) -> T:
    try:
        return await asyncio.wait_for(call, patience.total_seconds())
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError) as late:
        raise WorkflowsUnavailable("Temporal did not answer in time") from late
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise CaseNotRunning from error
        raise WorkflowsUnavailable(error.message) from error
    except RuntimeError as error:
        # A lazy client that cannot connect raises a plain RuntimeError.
        raise WorkflowsUnavailable(str(error)) from error


def _as_ours(failed: WorkflowUpdateFailedError) -> Exception:
    cause: Any = failed.cause
    if isinstance(cause, ApplicationError):
        if cause.type == REFUSED:
            detail = cause.details[0]
            return ActRefused(Refusal(RefusalKind(detail["kind"]), detail["about"]))
        if cause.type == ANOTHER_FILING:
            return AnotherFilingRuns(str(cause))
        if cause.type == _ENDED_MEANWHILE:
            return CaseNotRunning()
    return ActNotRecorded(str(cause))
