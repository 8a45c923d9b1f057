"""Starts workflows under ids of their own, so that starting one twice is harmless."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

_PATIENCE = timedelta(seconds=5)
_log = structlog.get_logger(__name__)


async def start(
    client: Client,
    workflow: str,
    request: Any,
    *,
    id_: str,
    task_queue: str,
    summary: str,
    may_repeat: WorkflowIDReusePolicy,
) -> None:
    """Start the workflow of this id unless it runs. `may_repeat` says whether one that ended is started again."""
    try:
        await client.start_workflow(
            workflow,
            request,
            id=id_,
            task_queue=task_queue,
            id_reuse_policy=may_repeat,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            static_summary=summary,
            rpc_timeout=_PATIENCE,
        )
    except WorkflowAlreadyStartedError:
        _log.info("done before", workflow=id_)
