"""A real Temporal server that skips time on request: weeks of working days pass in seconds."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.client import WorkflowHandle
from temporalio.converter import DataConverter
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from stack.errors import StackError
from stack.temporal import find_temporal

_DYNAMIC_CONFIG = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    # Otherwise every skipped timer costs a second.
    'history.timerProcessorMaxTimeShift="1ms"',
    "history.transferProcessorMaxPollRPS=500",
)
_SKIP_SECONDS = 15
_SKIPS = 4


async def start_time_skipping(
    *, search_attributes: list[Any], data_converter: DataConverter, dynamic_config: tuple[str, ...] = ()
) -> WorkflowEnvironment:
    """Start the server in memory. Time stands still in every workflow until `skip_to`. Close it with `async with`."""
    extra_args = ["--log-level", "error"]
    for setting in (*_DYNAMIC_CONFIG, *dynamic_config):
        extra_args += ["--dynamic-config-value", setting]
    return await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        dev_server_existing_path=str(find_temporal().path),
        search_attributes=search_attributes,
        data_converter=data_converter,
        dev_server_extra_args=extra_args,
    )


async def skip_to(env: WorkflowEnvironment, handle: WorkflowHandle[Any, Any], instant: datetime) -> None:
    """Let time pass in a workflow until this instant. An instant that has passed changes nothing.

    Raises:
        StackError: the server does not skip.
    """
    for _ in range(_SKIPS):
        ahead = instant - await now_in(env, handle)
        if ahead <= timedelta(0):
            return
        # The server announces the end of a skip. A lost announcement would be waited for without end.
        try:
            await asyncio.wait_for(env.fast_forward(handle, ahead), _SKIP_SECONDS)
        except TimeoutError:
            continue
        return
    raise StackError(f"Máy chủ Temporal không tua thời gian của {handle.id} đến {instant.isoformat()}.")


async def now_in(env: WorkflowEnvironment, handle: WorkflowHandle[Any, Any]) -> datetime:
    """Return the time in a workflow."""
    info = await env.get_time_skipping_info(handle)
    return datetime.now(UTC) if info is None else info.current_time.ToDatetime(UTC)
