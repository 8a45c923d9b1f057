"""The baseline of the benches: a workflow with the updates, activities and timers that a straight case needs, but no rules.

The law's work is the measure, not the way in which a case's workflow does it:

- six acts of people, each an update with a validator;
- six recordings, each a regular activity, which is how Temporal's documentation would have a database written. A case may
  record in a cheaper way, and then it is faster than this;
- the timer of the nearest alarm, started with the case, and anew after each act that moves that alarm (`REARMED_BY`).

It carries no payload, searches nothing and writes nothing. `python -m bench.support.bare TEMPORAL_ADDRESS` runs its worker.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.service import GrpcCompression
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from worker import run_loop

TASK_QUEUE = "bare"
UPDATES = 6
REARMED_BY = frozenset({1, 2, 3, 5})
"""The acts of a straight case that move its nearest alarm. Each cancels one timer and starts another."""


@activity.defn
async def nothing() -> None:
    """Do nothing."""


@workflow.defn
class Bare:
    """Ends after a fixed number of updates."""

    def __init__(self) -> None:
        self._seen = 0
        self._armed = 0
        self._door = asyncio.Lock()

    @workflow.run
    async def run(self) -> None:
        """Wait for a timer or an update, as a case does."""
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
        """Execute one activity."""
        async with self._door:
            await workflow.execute_activity(nothing, start_to_close_timeout=timedelta(seconds=20))
            self._seen += 1
            if self._seen in REARMED_BY:
                self._armed += 1

    @act.validator
    def _may(self) -> None:
        """Accept every update. A case has a validator, too."""


async def connect(address: str) -> Client:
    """Connect with the same options as our own client, so that only the workflows differ."""
    return await Client.connect(address, grpc_compression=GrpcCompression.NONE)


async def main(address: str) -> None:
    """Run a worker for this workflow until it is stopped."""
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
    run_loop(main(sys.argv[1]))
