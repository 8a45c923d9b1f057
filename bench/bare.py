"""The yardstick: a workflow with a case's updates, activities and timers, and nothing of what makes it a case."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.service import GrpcCompression
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

TASK_QUEUE = "bare"
UPDATES = 6
REARMED_BY = frozenset({1, 2, 3, 5})
"""Which of a straight case's acts move its nearest alarm, and so cancel one timer and start another."""


@activity.defn
async def nothing() -> None:
    """Done at once."""


@workflow.defn
class Bare:
    """Counts updates until it has seen them all."""

    def __init__(self) -> None:
        self._seen = 0
        self._armed = 0
        self._door = asyncio.Lock()

    @workflow.run
    async def run(self) -> None:
        """Wait behind a timer, as a case does."""
        while self._seen < UPDATES:
            armed = self._armed
            with suppress(TimeoutError):
                await workflow.wait_condition(
                    lambda armed=armed: self._armed != armed or self._seen == UPDATES,  # type: ignore[misc]
                    timeout=timedelta(days=1),
                )
        await workflow.wait_condition(workflow.all_handlers_finished)

    @workflow.update
    async def act(self) -> None:
        """One activity."""
        async with self._door:
            await workflow.execute_activity(nothing, start_to_close_timeout=timedelta(seconds=20))
            self._seen += 1
            if self._seen in REARMED_BY:
                self._armed += 1

    @act.validator
    def _may(self) -> None:
        """As a case has one."""


async def connect(address: str) -> Client:
    """A client on the same terms as ours, so that what differs is what the workflows do."""
    return await Client.connect(address, grpc_compression=GrpcCompression.NONE)


async def main(address: str) -> None:
    """A worker for it."""
    client = await connect(address)
    async with Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[Bare],
        activities=[nothing],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        print("worker ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
