"""Calls the workflows of periodic reports."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, TypeVar

from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from domain.reports.acts import ReportRefusal, ReportRefusalKind
from domain.reports.key import ReportKey
from workflows.errors import ActNotRecorded, WorkflowsUnavailable
from workflows.reports.contract import (
    REPORT_ACT,
    REPORT_REFUSED,
    REPORT_WORKFLOW,
    ReportActRequest,
    report_workflow_id,
)
from workflows.starting import start

T = TypeVar("T")

_PATIENCE = timedelta(seconds=8)


class ReportActRefused(Exception):
    """The act on a report was refused."""

    def __init__(self, refusal: ReportRefusal) -> None:
        super().__init__(refusal.kind)
        self.refusal = refusal


class ReportGateway:
    """Starts the workflows of reports and sends acts to them."""

    def __init__(self, client: Client, task_queue: str) -> None:
        self._client = client
        self._task_queue = task_queue

    async def start(self, key: ReportKey) -> None:
        """Start the report's workflow unless it runs.

        Raises:
            WorkflowsUnavailable: Temporal did not answer.
        """
        await _answered(
            start(
                self._client,
                REPORT_WORKFLOW,
                key,
                id_=report_workflow_id(key.code),
                task_queue=self._task_queue,
                summary=f"Báo cáo {key.code}",
                may_repeat=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            )
        )

    async def act(self, key: ReportKey, request: ReportActRequest) -> None:
        """Have an act done and recorded. The workflow of a report that was sent is started again for it.

        Raises:
            ReportActRefused: the act is refused.
            ActNotRecorded: the record refused it permanently.
            WorkflowsUnavailable: no answer in time. The act may still be done, but never twice.
        """
        await self.start(key)
        handle = self._client.get_workflow_handle(report_workflow_id(key.code))
        try:
            await _answered(handle.execute_update(REPORT_ACT, request, id=request.act_id, rpc_timeout=_PATIENCE))
        except WorkflowUpdateFailedError as failed:
            cause: Any = failed.cause
            if isinstance(cause, ApplicationError) and cause.type == REPORT_REFUSED:
                refusal = cause.details[0]
                raise ReportActRefused(ReportRefusal(ReportRefusalKind(refusal["kind"]), refusal["about"])) from failed
            raise ActNotRecorded(str(cause)) from failed


async def _answered(call: Awaitable[T]) -> T:
    try:
        return await asyncio.wait_for(call, _PATIENCE.total_seconds())
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError) as late:
        raise WorkflowsUnavailable("Temporal did not answer in time") from late
    except (RPCError, RuntimeError) as error:
        raise WorkflowsUnavailable(str(error)) from error
