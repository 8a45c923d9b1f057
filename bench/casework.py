"""The worker of cases as in service, into the real record, without the workers of messages and letters beside it.

Those have queues and workflows of their own, which the bare workflow has no counterpart for.
"""

from __future__ import annotations

import asyncio
import os

from records.engine import connect as connect_records
from records.record import Record
from settings import TASK_QUEUE, KeyPurpose, derive_key
from worker import build_worker
from workflows.connection import connect

_CONNECTIONS = 16


async def main() -> None:
    """Work until stopped."""
    master = os.environ["HIENTRUONG_SECRET"].encode()
    engine = connect_records(os.environ["DATABASE_URL"], pool_size=_CONNECTIONS)
    client = await connect(os.environ["TEMPORAL_ADDRESS"], "default", [derive_key(master, KeyPurpose.SEALED_WORDS)])
    record = Record(engine)
    async with build_worker(
        client,
        record.cases,
        record.calendar.book,
        task_queue=TASK_QUEUE,
        actors_key=derive_key(master, KeyPurpose.ACTORS),
    ):
        print("worker ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
