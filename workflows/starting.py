"""How what waits in the record reaches Temporal, for as long as the worker lives and whatever is away meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

_EVERY = timedelta(seconds=1)
_AFTER_TROUBLE = timedelta(seconds=5)
_PATIENCE = timedelta(seconds=5)
_log = structlog.get_logger(__name__)


async def relay_for_ever(relay: Callable[[], Awaitable[bool]]) -> None:
    """Go round after round. A round gives whether there may be more to do at once."""
    while True:
        try:
            more = await relay()
        except Exception as error:  # noqa: BLE001 - the database or Temporal is away; the next round will tell
            _log.warning("relay failed", error=type(error).__name__)
            await asyncio.sleep(_AFTER_TROUBLE.total_seconds())
        else:
            if not more:
                await asyncio.sleep(_EVERY.total_seconds())


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
    """Start the workflow of this id, unless it runs. One that ended is started again where `may_repeat` lets it."""
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
