"""Two releases of the worker at once: cases in flight are handed over, the old release drains, and a rollback hands them back."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine
from temporalio.api.workflowservice.v1 import (
    DescribeWorkerDeploymentRequest,
    SetWorkerDeploymentCurrentVersionRequest,
)
from temporalio.service import RPCError

from domain.actors import REPORTER, Actor
from domain.acts import Accept, Act, Approve, Dispatch, Publish, Rate, SubmitResult
from domain.events import Escalated, LimitPassed, Reminded
from tests.support.faulty_stack import QUEUE, STEP, FaultyStack, faulty_stack
from tests.support.stack.worker_process import WorkerProcess
from tests.support.waiting import until
from tests.support.workflows.driver import LEADER, NHA_TRANG, OFFICER, OPERATOR
from tests.support.workflows.shapes import WORDS

pytestmark = pytest.mark.slow

A_LONG_TIME = timedelta(hours=2)
TO_START = timedelta(minutes=4)
OLD, NEW = "1.4.0", "1.5.0"


@dataclass
class Rollout:
    """The releases of the worker beside one stack, and what Temporal says of them."""

    stack: FaultyStack
    folder: Path
    started: list[WorkerProcess] = field(default_factory=list)

    async def starts(self, build_id: str) -> WorkerProcess:
        env = self.stack.env | {"HIENTRUONG_WORKER_VERSIONING": "true", "HIENTRUONG_BUILD_ID": build_id}
        worker = await WorkerProcess.start(self.folder / f"worker-{len(self.started)}.log", env)
        self.started.append(worker)
        await until(lambda: worker.is_ready, TO_START)
        return worker

    async def is_current(self, build_id: str) -> bool:
        asked = DescribeWorkerDeploymentRequest(namespace="default", deployment_name=QUEUE)
        try:
            described = await self.stack.client.workflow_service.describe_worker_deployment(asked)
        except RPCError:
            return False
        return described.worker_deployment_info.routing_config.current_deployment_version.build_id == build_id

    async def makes_current(self, build_id: str) -> None:
        """Do what `temporal worker deployment set-current-version` does. It is refused until the release asks for work."""
        wanted = SetWorkerDeploymentCurrentVersionRequest(namespace="default", deployment_name=QUEUE, build_id=build_id)

        async def is_made() -> bool:
            with suppress(RPCError):
                await self.stack.client.workflow_service.set_worker_deployment_current_version(wanted)
                return True
            return False

        await self.stack.soon(is_made)

    async def releases_of(self, code: str) -> list[str]:
        """Return the release that did each workflow task of a case."""
        history = self.stack.client.get_workflow_handle(code).fetch_history_events()
        return [
            event.workflow_task_completed_event_attributes.deployment_version.build_id
            async for event in history
            if event.HasField("workflow_task_completed_event_attributes")
        ]


@pytest.fixture
async def rollout(engine: Engine, database_url: str, tmp_path: Path) -> AsyncIterator[Rollout]:
    async with faulty_stack(engine, database_url, tmp_path) as stack:
        rollout = Rollout(stack, tmp_path)
        try:
            yield rollout
        finally:
            for worker in rollout.started:
                await worker.ends()


async def test_an_upgrade_and_its_rollback_hand_every_case_over_and_do_each_act_once(rollout: Rollout):
    stack = rollout.stack
    old = await rollout.starts(OLD)
    await stack.soon(partial(rollout.is_current, OLD))  # the first release of all needs nobody to name it
    ringing = (await stack.files(due_in=timedelta(seconds=6))).code
    codes = [(await stack.files(due_in=A_LONG_TIME)).code for _ in range(4)]

    async def all_do(by: Actor, act: Act, of: Sequence[str] = codes) -> None:
        await asyncio.gather(*(stack.does(code, by, act) for code in of))

    new = await rollout.starts(NEW)
    await all_do(OPERATOR, Dispatch(lead=NHA_TRANG), codes[:2])
    assert {release for code in codes for release in await rollout.releases_of(code)} == {OLD}

    await asyncio.gather(rollout.makes_current(NEW), all_do(OPERATOR, Dispatch(lead=NHA_TRANG), codes[2:]))
    await all_do(OFFICER, Accept())
    await old.drains()
    await all_do(OFFICER, SubmitResult(result=WORDS))
    assert {(await rollout.releases_of(code))[-1] for code in codes} == {NEW}

    await rollout.starts(OLD)
    await rollout.makes_current(OLD)
    await all_do(LEADER, Approve())
    await new.drains()
    await all_do(LEADER, Publish())
    await all_do(REPORTER, Rate(rating="very_satisfied"))
    for code in codes:
        assert (await rollout.releases_of(code))[-1] == OLD
        assert await stack.client.get_workflow_handle(code).result() == "closed"
        done = Counter(stack.kinds(code))
        assert {done[kind] for kind in ("dispatched", "accepted", "result_submitted", "approved", "published")} == {1}
    await stack.soon(lambda: "escalated" in stack.kinds(ringing))
    alarms = Counter(
        (event.kind, getattr(event, "rung", 0))
        for event in stack.events(ringing)
        if isinstance(event, Reminded | LimitPassed | Escalated) and event.limit == STEP
    )
    assert set(alarms.values()) == {1}


async def test_a_release_is_made_current_again_where_temporal_lost_its_storage(rollout: Rollout):
    stack = rollout.stack
    await rollout.starts(OLD)
    await stack.soon(partial(rollout.is_current, OLD))
    await stack.loses_its_storage()
    await stack.soon(partial(rollout.is_current, OLD))
    code = (await stack.files(due_in=A_LONG_TIME)).code
    await stack.does(code, OPERATOR, Dispatch(lead=NHA_TRANG))
    assert stack.kinds(code).count("dispatched") == 1
