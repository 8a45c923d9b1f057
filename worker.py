"""The composition root of the worker: `python -m worker`."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import structlog
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner

import logs
from activities.contract import SummarySeries
from activities.delivering import Carrier, Delivering
from activities.delivering import Outbox as DeliveryOutbox
from activities.following import Following, KnownCases
from activities.lettering import Lettering, Letters
from activities.mail import Mail, MailServer
from activities.recording import Ledger, Recording
from activities.sms_and_push import GatewayAddress, SmsAndPush
from activities.summarising import Agencies, InForce, Summaries, Summarising
from activities.telling import OpenCases, Telling
from calendars.filling import moves, scheduled
from documents.messages.texts import Texts
from domain.messages import MessageChannel
from procedures import all_procedures, procedure_in_force
from records.engine import connect as connect_records
from records.letters.letters import Letters as KeptLetters
from records.messages.outbox import Outbox
from records.reading import Reader
from records.summaries.summaries import Summaries as KeptSummaries
from records.writing import Records
from settings import KeyPurpose, Settings, SettingsError, derive_key, read
from workflows.calendar_change import CalendarChangeWorkflow
from workflows.complaint import ComplaintWorkflow
from workflows.connection import connect
from workflows.gateway import Gateway
from workflows.letter import LetterWorkflow
from workflows.letter_relay import LetterRelay
from workflows.message import MessageWorkflow
from workflows.relay import Relay
from workflows.summaries import SummariesWorkflow
from workflows.summary_starter import SummaryStarter
from workflows.telling import CaseTeller

_THREADS = 16
_DELIVERIES = 16
"""Messages on their way at the same time. They have a queue of their own, so that a slow mail server holds up no act."""

_LETTERS = 2
"""Letters made at the same time. They have a queue of their own, so that making them holds up no act."""


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


def build_messenger(
    client: Client,
    outbox: DeliveryOutbox,
    texts: Texts,
    carriers: Mapping[MessageChannel, Carrier],
    *,
    task_queue: str,
    runner: WorkflowRunner | None = None,
) -> Worker:
    """The worker of all messages."""
    delivering = Delivering(outbox, texts, carriers)
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[MessageWorkflow],
        activities=[delivering.deliver, delivering.give_up],
        activity_executor=ThreadPoolExecutor(_DELIVERIES, thread_name_prefix="delivery"),
        max_concurrent_activities=_DELIVERIES,
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
    )


def carriers_of(settings: Settings, texts: Texts) -> Mapping[MessageChannel, Carrier]:
    """The ways out of the system."""
    server = MailServer.read(settings.smtp_url.get_secret_value()) if settings.smtp_url else None
    token = settings.gateway_token.get_secret_value() if settings.gateway_token else None
    gateway = SmsAndPush(GatewayAddress(settings.gateway_url, token) if settings.gateway_url else None)
    mail = Mail(server, settings.mail_from, texts)
    return {MessageChannel.EMAIL: mail, MessageChannel.SMS: gateway, MessageChannel.PUSH: gateway}


def build_letter_writer(
    client: Client, letters: Letters, *, task_queue: str, runner: WorkflowRunner | None = None
) -> Worker:
    """The worker of all letters."""
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[LetterWorkflow],
        activities=[Lettering(letters).render],
        activity_executor=ThreadPoolExecutor(_LETTERS, thread_name_prefix="letter"),
        max_concurrent_activities=_LETTERS,
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
    )


def build_reporter(
    client: Client,
    summaries: Summaries,
    office: Agencies,
    in_force: InForce = procedure_in_force,
    *,
    task_queue: str,
    runner: WorkflowRunner | None = None,
) -> Worker:
    """The worker of all monthly reports. They are few, so it asks for little at a time."""
    summarising = Summarising(summaries, office, in_force)
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[SummariesWorkflow],
        activities=[summarising.next, summarising.make],
        activity_executor=ThreadPoolExecutor(1, thread_name_prefix="report"),
        max_concurrent_activities=1,
        max_concurrent_activity_task_polls=1,
        max_concurrent_workflow_task_polls=2,
        workflow_runner=runner or UnsandboxedWorkflowRunner(),
    )


def wanted_summaries() -> list[SummarySeries]:
    """The monthly reports that the regulations in force ask for."""
    return [SummarySeries(each.id, rule.id) for each in all_procedures().values() for rule in each.summaries]


async def run(settings: Settings) -> None:
    """Work until told to stop, then finish what is under way."""
    log = structlog.get_logger()
    master = settings.master_secret().encode()
    engine = connect_records(settings.database_url, pool_size=_THREADS + _DELIVERIES + _LETTERS + 1)
    client = await connect(
        settings.temporal_address, settings.temporal_namespace, [derive_key(master, KeyPurpose.SEALED_WORDS)]
    )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    worker = build_worker(
        client,
        Records(engine),
        Reader(engine),
        task_queue=settings.task_queue,
        actors_key=derive_key(master, KeyPurpose.ACTORS),
    )
    outbox, texts = Outbox(engine), Texts(settings.front_address)
    messages_queue = f"{settings.task_queue}-messages"
    messenger = build_messenger(client, outbox, texts, carriers_of(settings, texts), task_queue=messages_queue)
    letters, letters_queue = KeptLetters(engine), f"{settings.task_queue}-letters"
    letter_writer = build_letter_writer(client, letters, task_queue=letters_queue)
    reports_queue = f"{settings.task_queue}-reports"
    reporter = build_reporter(client, KeptSummaries(engine), Reader(engine), task_queue=reports_queue)
    async with worker, messenger, letter_writer, reporter:
        relays = (
            Relay(outbox, client, messages_queue),
            LetterRelay(letters, client, letters_queue),
            SummaryStarter(wanted_summaries, client, reports_queue),
        )
        relaying = [asyncio.create_task(relay.run()) for relay in relays]
        print("worker ready", flush=True)
        log.info("worker ready", task_queue=settings.task_queue)
        await stop.wait()
        for relay in relaying:
            relay.cancel()


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
