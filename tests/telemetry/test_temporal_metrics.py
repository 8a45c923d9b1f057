"""Tests the metrics of Temporal's SDK that the dashboard and the alert rules use: a real worker exports each of them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import httpx2
import pytest
from temporalio import activity, workflow
from temporalio.runtime import LoggingConfig
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from stack.ports import LOOPBACK, free_port
from stack.temporal import run_temporal
from telemetry.activities import ActivitiesWatched
from telemetry.exporting import Exporter
from tests.support.telemetry import names_used
from workflows.connection import connect

pytestmark = pytest.mark.slow

SECRET_ID = "KH-2026-000042"


@activity.defn
async def nothing() -> None:
    """Do nothing."""


@workflow.defn
class Working:
    """Runs an activity."""

    @workflow.run
    async def run(self) -> None:
        """Run it."""
        await workflow.execute_activity(nothing, start_to_close_timeout=timedelta(seconds=30))


@workflow.defn
class Failing:
    """Fails its workflow task again and again, as a workflow does whose history does not replay."""

    @workflow.run
    async def run(self) -> None:
        """Fail."""
        raise RuntimeError("Nguyễn Thị Hoa")


async def test_a_worker_exports_every_metric_of_the_sdk_that_dashboard_and_rules_use() -> None:
    exporter = Exporter(LOOPBACK, port := free_port())
    async with run_temporal() as address:
        client = await connect(address, "default", [b"k" * 32], runtime=exporter.runtime(LoggingConfig.default))
        worker = Worker(
            client,
            task_queue="tried",
            workflows=[Working, Failing],
            activities=[nothing],
            workflow_runner=UnsandboxedWorkflowRunner(),
            interceptors=[ActivitiesWatched()],
        )
        with exporter.serving():
            async with worker, asyncio.timeout(120), httpx2.AsyncClient() as prometheus:
                await client.execute_workflow(Working.run, id=SECRET_ID, task_queue="tried")
                with suppress(RPCError):
                    await client.get_workflow_handle("never started").describe()
                failing = await client.start_workflow(Failing.run, id="failing", task_queue="tried")
                wanted = {name for name in names_used() if name.startswith("temporal_")}
                assert wanted
                page = ""
                while "temporal_workflow_task_execution_failed" not in page:
                    page = (await prometheus.get(f"http://{LOOPBACK}:{port}/metrics")).text
                    await asyncio.sleep(0.5)
                await failing.terminate()
    assert {name for name in wanted if f"\n{name}{{" not in page} == set()
    assert 'hientruong_activity_seconds_count{activity="nothing",outcome="done"}' in page
    assert SECRET_ID not in page
    assert "Nguyễn" not in page
