"""Asks Temporal which workflows of cases run and how they fare, and starts or ends one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from temporalio.api.workflow.v1 import PendingActivityInfo
from temporalio.client import (
    Client,
    WorkflowExecution,
    WorkflowExecutionStatus,
    WorkflowQueryFailedError,
    WorkflowQueryRejectedError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain.complaint import Complaint
from domain.procedure import Procedure
from domain.reconciling import FAILS_TOO_OFTEN, Run, Seen
from domain.time.outage import Outage
from workflows.contract import COMPLAINT_WORKFLOW, FILING, STANDING, CaseStart, KnownStanding
from workflows.errors import WorkflowsUnavailable
from workflows.gateway import Gateway
from workflows.search_attributes import AGENCY, AUTHORITY, FIELD, OVERDUE, URGENCY, typed, values_of
from workflows.web_ui_texts import case_details, case_summary

Face = tuple[str, str | None, str | None, str, bool]

_CASES = f"WorkflowType = '{COMPLAINT_WORKFLOW}'"
_RUNNING = f"{_CASES} AND ExecutionStatus = 'Running'"
_STOPPED = f"{_CASES} AND ExecutionStatus IN ('Terminated', 'Failed', 'Canceled', 'TimedOut')"
_COMPLETED = f"{_CASES} AND ExecutionStatus = 'Completed'"
_PAGE = 1000
_PATIENCE = timedelta(seconds=8)
_LIST_PATIENCE = timedelta(seconds=60)
"""The time that one page of the list may take. A server that has just begun to run thousands of cases lets readers wait."""

_TRANSIENT = {"RecordsUnavailable"}
_ENDED_ITSELF = {WorkflowExecutionStatus.COMPLETED}
_RUNS = {WorkflowExecutionStatus.RUNNING, WorkflowExecutionStatus.CONTINUED_AS_NEW}


class RollCall:
    """The workflows of cases. `digest_of` returns the digest under which the record holds a procedure.

    Every method may raise WorkflowsUnavailable.
    """

    def __init__(self, client: Client, task_queue: str, digest_of: Callable[[Procedure], str]) -> None:
        self._client = client
        self._task_queue = task_queue
        self._digest_of = digest_of
        self._gateway = Gateway(client, task_queue, digest_of)

    async def catch_up(self, code: str, number: int, *, patience: timedelta) -> bool:
        """Have a case apply what the record holds up to event `number`. Return whether it lacked any of it."""
        return await self._gateway.catch_up(code, number, patience=patience)

    async def running(self) -> AsyncIterator[tuple[str, Face]]:
        """Yield the code of each case whose workflow runs, with what Temporal's list shows of it."""
        async for each in self._listed(_RUNNING):
            yield each.id, _face(each)

    async def stopped(self) -> set[str]:
        """Return the codes of cases whose workflow, an earlier run perhaps, was ended from outside or failed."""
        return {each.id async for each in self._listed(_STOPPED)}

    async def codes(self) -> AsyncIterator[str]:
        """Yield the code of each case that Temporal knows, running or not."""
        async for each in self._listed(_CASES):
            yield each.id

    async def any_completed(self) -> bool:
        """Return whether any case came to its end in this store."""
        async for _ in self._listed(_COMPLETED, limit=1):
            return True
        return False

    async def look_at(self, code: str, complaint: Complaint | None, *, ask: bool = True) -> Seen:
        """Return what can be known of a case's workflow. `complaint` is the case in the record, to compare it with.

        A workflow is described first, so that a task that always fails is named and not waited for. Without `ask` its worker is
        not asked which events it knows.
        """
        handle = self._client.get_workflow_handle(code)
        try:
            described = await handle.describe(rpc_timeout=_PATIENCE)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return Seen(Run.NONE)
            raise WorkflowsUnavailable(error.message) from error
        filing = await described.memo_value(FILING, "", type_hint=str)
        if complaint is not None and filing not in ("", complaint.filing):
            return Seen(Run.RUNNING if described.status in _RUNS else Run.STOPPED, another=True)
        if described.status not in _RUNS:
            return Seen(Run.COMPLETED if described.status in _ENDED_ITSELF else Run.STOPPED)
        if described.raw_description.pending_workflow_task.attempt >= FAILS_TOO_OFTEN:
            return Seen(Run.RUNNING, failing="WorkflowTask")
        failing = _failing(list(described.raw_description.pending_activities))
        known = await self._standing(code) if ask else None
        if known is None:
            return Seen(Run.RUNNING, failing=failing)
        same = complaint is None or complaint.number != known.number or KnownStanding.of(complaint) == known
        return Seen(Run.RUNNING, known.number, same, failing)

    async def _standing(self, code: str) -> KnownStanding | None:
        """Return where a workflow stands, None where no worker answers for it now."""
        handle = self._client.get_workflow_handle(code)
        try:
            known: KnownStanding = await asyncio.wait_for(
                handle.query(STANDING, result_type=KnownStanding, rpc_timeout=_PATIENCE), _PATIENCE.total_seconds()
            )
        except (RPCError, WorkflowQueryFailedError, WorkflowQueryRejectedError, TimeoutError):
            return None
        return known

    async def start_again(
        self, complaint: Complaint, done: dict[str, int], outage: Outage, *, after_a_stop: bool = False
    ) -> bool:
        """Start the workflow of a case from where it stands in the record, unless one runs. Return false where an earlier
        workflow of this case is known to Temporal, and `after_a_stop` is not set."""
        reuse = WorkflowIDReusePolicy.ALLOW_DUPLICATE if after_a_stop else WorkflowIDReusePolicy.REJECT_DUPLICATE
        try:
            await self._start(complaint, done, outage, reuse, WorkflowIDConflictPolicy.USE_EXISTING)
        except WorkflowAlreadyStartedError:
            return False
        return True

    async def replace(self, complaint: Complaint, done: dict[str, int], outage: Outage) -> None:
        """Start the workflow of a case from where it stands in the record, in the place of the one that runs."""
        await self._start(
            complaint,
            done,
            outage,
            WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            WorkflowIDConflictPolicy.TERMINATE_EXISTING,
        )

    async def _start(
        self,
        complaint: Complaint,
        done: dict[str, int],
        outage: Outage,
        reuse: WorkflowIDReusePolicy,
        conflict: WorkflowIDConflictPolicy,
    ) -> None:
        try:
            await self._client.start_workflow(
                COMPLAINT_WORKFLOW,
                CaseStart.of(complaint, self._digest_of(complaint.procedure), done, outage),
                id=complaint.code,
                task_queue=self._task_queue,
                id_reuse_policy=reuse,
                id_conflict_policy=conflict,
                memo={FILING: complaint.filing},
                search_attributes=typed(values_of(complaint)),
                static_summary=case_summary(complaint),
                static_details=case_details(complaint),
                rpc_timeout=_PATIENCE,
            )
        except RPCError as error:
            raise WorkflowsUnavailable(error.message) from error

    async def end(self, code: str, reason: str) -> None:
        """End a workflow that belongs to no case. One that has ended stays as it is."""
        try:
            await self._client.get_workflow_handle(code).terminate(reason, rpc_timeout=_PATIENCE)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise WorkflowsUnavailable(error.message) from error

    async def _listed(self, query: str, limit: int | None = None) -> AsyncIterator[WorkflowExecution]:
        try:
            async for each in self._client.list_workflows(
                query, page_size=min(limit or _PAGE, _PAGE), limit=limit, rpc_timeout=_LIST_PATIENCE
            ):
                yield each
        except RPCError as error:
            raise WorkflowsUnavailable(error.message) from error
        except RuntimeError as error:
            # A lazy client that cannot connect raises a plain RuntimeError.
            raise WorkflowsUnavailable(str(error)) from error


def _face(each: WorkflowExecution) -> Face:
    shown = each.typed_search_attributes
    return (
        shown.get(AUTHORITY, ""),
        shown.get(AGENCY),
        shown.get(FIELD),
        shown.get(URGENCY, ""),
        bool(shown.get(OVERDUE, False)),
    )


def _failing(pending: list[PendingActivityInfo]) -> str | None:
    """Return the name of the fault of an activity that failed too often, None where there is none. While the database is
    away, every activity fails."""
    for activity in pending:
        fault = activity.last_failure.application_failure_info.type
        if activity.attempt > FAILS_TOO_OFTEN and fault and fault not in _TRANSIENT:
            return fault
    return None
