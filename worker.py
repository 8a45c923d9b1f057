"""The composition root of the worker: `python -m worker`."""

from __future__ import annotations

import asyncio
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import structlog
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner

import logs
from activities.following import Following, KnownCases
from activities.recording import Ledger, Recording
from activities.telling import OpenCases, Telling
from calendars.filling import moves, scheduled
from domain import keys
from records.engine import connect as connect_records
from records.reading import Reader
from records.writing import Records
from settings import Settings, SettingsError, read
from workflows.calendar_change import CalendarChangeWorkflow
from workflows.complaint import ComplaintWorkflow
from workflows.connection import connect
from workflows.gateway import Gateway
from workflows.telling import CaseTeller

_THREADS = 16


class Record(KnownCases, OpenCases, Protocol):
    """What the worker reads of the record."""


def build_worker(
    client: Client,
    ledger: Ledger,
    record: Record,
    *,
    task_queue: str,
    actors_key: bytes,
    runner: WorkflowRunner | None = None,
) -> Worker:
    """The worker of all cases, recording into `ledger` and reading `record`. What blocks of its activities has a thread each.

    The sandbox looks for what would not replay. Tests and replays run every course in it; here, where the same code
    runs for every act of every case, it would cost a quarter of the worker's time and find nothing new.
    """
    telling = Telling(record, CaseTeller(Gateway(client, task_queue), record))
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[ComplaintWorkflow, CalendarChangeWorkflow],
        activities=[
            Recording(ledger, scheduled, actors_key).record,
            Following(record, moves).follow,
            telling.count,
            telling.tell,
        ],
        activity_executor=ThreadPoolExecutor(_THREADS, thread_name_prefix="activity"),
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
    )


async def run(settings: Settings) -> None:
    """Work until told to stop, then finish what is under way."""
    log = structlog.get_logger()
    master = settings.master_secret().encode()
    engine = connect_records(settings.database_url, pool_size=_THREADS)
    client = await connect(
        settings.temporal_address, settings.temporal_namespace, [keys.derive(master, keys.SEALED_WORDS)]
    )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    worker = build_worker(
        client,
        Records(engine),
        Reader(engine),
        task_queue=settings.task_queue,
        actors_key=keys.derive(master, keys.ACTORS),
    )
    async with worker:
        print("worker ready", flush=True)
        log.info("worker ready", task_queue=settings.task_queue)
        await stop.wait()


def main() -> None:
    """Read the settings, or say which is wrong, and work."""
    try:
        settings = read(Settings)
    except SettingsError as error:
        sys.exit(str(error))
    logs.configure(settings.log_level)
    asyncio.run(run(settings))


if __name__ == "__main__":
    main()
