"""A real Temporal server that skips time on request: weeks of working days pass in seconds."""

from __future__ import annotations

from typing import Any

from temporalio.converter import DataConverter
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from stack.temporal import find_temporal

_DYNAMIC_CONFIG = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    # Otherwise every skipped timer costs a second.
    'history.timerProcessorMaxTimeShift="1ms"',
    "history.transferProcessorMaxPollRPS=500",
)


async def start_time_skipping(
    *, search_attributes: list[Any], data_converter: DataConverter, dynamic_config: tuple[str, ...] = ()
) -> WorkflowEnvironment:
    """Start the server in memory. Time stands still in every workflow until `fast_forward`. Close it with `async with`."""
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
