"""A worker for real cases whose record is its own memory: what the workflow costs without the database."""

from __future__ import annotations

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.recording import Fill, Recording
from bench.filing import file_now
from calendars import official_book
from calendars.filling import scheduled
from domain.actors import Actor
from domain.complaint import Complaint, apply_all
from domain.events import Event
from settings import KeyPurpose, derive_key
from workflows.complaint import ComplaintWorkflow
from workflows.connection import connect

TASK_QUEUE = "forgetful"


class Forgetful:
    """A ledger of running cases. A case it has not met was filed just now, like every measured one."""

    def __init__(self) -> None:
        self._cases: dict[str, Complaint] = {}
        self._book = official_book()

    def append(
        self,
        code: str,
        *,
        base: int,
        act_id: str,
        by: Actor | None,
        events: tuple[Event, ...],
        fill: Fill,
        act_digest: str | None = None,
    ) -> tuple[Event, ...]:
        """Events with their schedules; nothing is kept of a case that has ended."""
        complaint = self._cases.pop(code, None) or file_now(code)[0]
        filled = fill(complaint, events, self._book)
        complaint = apply_all(complaint, filled)
        if not complaint.status.is_final:
            self._cases[code] = complaint
        return filled


async def main(address: str) -> None:
    """Work until stopped."""
    master = os.environ["HIENTRUONG_SECRET"].encode()
    client = await connect(address, "default", [derive_key(master, KeyPurpose.SEALED_WORDS)])
    recording = Recording(Forgetful(), scheduled, derive_key(master, KeyPurpose.ACTORS))
    async with Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[ComplaintWorkflow],
        activities=[recording.record],
        activity_executor=ThreadPoolExecutor(16),
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        print("worker ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
