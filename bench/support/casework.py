"""The production worker of cases with a real record, for the benches: `python -m bench.support.casework`.

It leaves out the workers of messages and letters. Those have queues and workflows of their own, without a counterpart
in the bare workflow.
"""

from __future__ import annotations

import asyncio
import os

from known_regulations import learn_regulations
from records.engine import connect as connect_records
from records.record import Record
from settings import TASK_QUEUE, KeyPurpose, derive_key
from worker import build_worker, run_loop
from workflows.connection import connect

_CONNECTIONS = 16


async def main() -> None:
    """Run the worker until it is stopped."""
    master = os.environ["HIENTRUONG_SECRET"].encode()
    engine = connect_records(os.environ["DATABASE_URL"], pool_size=_CONNECTIONS)
    client = await connect(os.environ["TEMPORAL_ADDRESS"], "default", [derive_key(master, KeyPurpose.SEALED_WORDS)])
    record = Record(engine)
    learn_regulations(record.regulations)
    async with build_worker(
        client,
        record.cases,
        record.calendar.book,
        task_queue=TASK_QUEUE,
        actors_key=derive_key(master, KeyPurpose.ACTORS),
        digest_of=record.regulations.digest_of,
    ):
        print("worker ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    run_loop(main())
