"""A worker of cases that keeps the record in memory, for `bench.lifecycle`: it shows what the workflow costs without a
database.

`python -m bench.forgetful TEMPORAL_ADDRESS` runs it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.recording import Recording
from bench.filing import file_now
from calendars import official_book
from calendars.filling import scheduled
from domain.complaint import Complaint, apply_all
from procedures import all_procedures
from records.cases.rows import Appended, Entry, Fill, NewEvents
from records.codec import procedure_to_json
from settings import KeyPurpose, derive_key
from workflows.complaint import ComplaintWorkflow
from workflows.connection import connect
from workflows.regulations import REGULATIONS

TASK_QUEUE = "forgetful"


class Forgetful:
    """Keeps running cases in memory. A case that it does not know was filed just now, like every measured case."""

    def __init__(self) -> None:
        self._cases: dict[str, Complaint] = {}
        self._book = official_book()

    def append(self, new: NewEvents, fill: Fill) -> Appended:
        """Return the events with their schedules. Forget a case that has ended."""
        complaint = self._cases.pop(new.code, None) or file_now(new.code)[0]
        filled = fill(complaint, new.events, self._book)
        complaint = apply_all(complaint, filled)
        if not complaint.status.is_final:
            self._cases[new.code] = complaint
        return Appended(filled)

    def entries(self, code: str, after: int) -> tuple[Entry, ...]:
        """Return nothing: no worker dies in the bench, so no case is behind."""
        return ()


async def main(address: str) -> None:
    """Run the worker until it is stopped."""
    master = os.environ["HIENTRUONG_SECRET"].encode()
    client = await connect(address, "default", [derive_key(master, KeyPurpose.SEALED_WORDS)])
    REGULATIONS.learn({procedure_to_json(each)[0]: each for each in all_procedures().values()})
    recording = Recording(Forgetful(), scheduled, derive_key(master, KeyPurpose.ACTORS))
    async with Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[ComplaintWorkflow],
        activities=[recording.record, recording.reload],
        activity_executor=ThreadPoolExecutor(16),
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        print("worker ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
